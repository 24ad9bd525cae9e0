using Mesh.Client.Registration;

namespace Mesh.Node.Hosting;

/// <summary>
/// Keeps the log silent while it is not known whether the node will start: a start that fails says why in one line, not
/// in the words of every part that noticed. It speaks once the node waits for its seeds for a while, for that may last;
/// what comes before takes as long as the machine is slow, and tells nothing.
/// </summary>
internal sealed class QuietStart(TimeProvider time)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();
    private long _waits;
    private volatile bool _isOver;
    private volatile bool _hasFailed;

    public void End() => _isOver = true;

    /// <summary>The node runs and asks its seeds; only the first call counts.</summary>
    public void Wait() => Interlocked.CompareExchange(ref _waits, time.GetTimestamp() | 1, 0);

    /// <summary>The start has failed, however long it took: what ends with it is not told beside the reason.</summary>
    public void Fail() => _hasFailed = true;

    public bool Passes(string? category, LogLevel level) =>
        _isOver || MustBeSaid(category, level) || (!_hasFailed && IsLong());

    private bool IsLong() => Interlocked.Read(ref _waits) is not 0 and var since && time.GetElapsedTime(since) > LongestWait
        || time.GetElapsedTime(_start) > LongestStart;

    /// <summary>The node's own errors, and what the life of the host warns of: an insecure listener, at each start.</summary>
    private static bool MustBeSaid(string? category, LogLevel level) =>
        (level >= LogLevel.Error && category?.StartsWith("Mesh.Node", StringComparison.Ordinal) is true)
        || (level >= LogLevel.Warning && category == typeof(MeshLifecycle).FullName);
}
