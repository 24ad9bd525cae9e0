namespace Mesh.Node.Hosting;

/// <summary>
/// Holds warnings back while it is not known whether the node will start: a start that fails says why in one line, not
/// in the words of every part that noticed. After a while they pass, for a node may wait long for its seeds.
/// </summary>
internal sealed class QuietStart(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();
    private volatile bool _isOver;

    public void End() => _isOver = true;

    public bool Passes(string? category, LogLevel level) => Least(category) <= level
        && (_isOver || IsOwn(category) || time.GetElapsedTime(_start) > Longest);

    private static bool IsOwn(string? category) =>
        category?.StartsWith("Mesh.Node", StringComparison.Ordinal) is true;

    private static LogLevel Least(string? category) =>
        category?.StartsWith("Mesh.", StringComparison.Ordinal) is true ? LogLevel.Information
        : category == "Microsoft.Extensions.Hosting.Internal.Host" ? LogLevel.Critical
        : LogLevel.Warning;
}
