namespace Mesh.Node.Data.Writing;

/// <summary>How the store is: written by its thread, read by anybody.</summary>
internal sealed class StoreStatus(TimeProvider time)
{
    private volatile StoreTrouble? _trouble;
    private long _commits;
    private long _rows;
    private long _failures;

    public StoreTrouble? Trouble => _trouble;

    public long Commits => Interlocked.Read(ref _commits);

    public long Rows => Interlocked.Read(ref _rows);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Since when what changes is not stored; zero while it is.</summary>
    public TimeSpan Unstored => _trouble is { } trouble ? time.GetElapsedTime(trouble.Since) : TimeSpan.Zero;

    /// <summary>For people; empty while all is well.</summary>
    public string Detail => _trouble is { } trouble
        ? $"not stored for {Unstored.TotalSeconds:0} s: {trouble.Reason}; kept in memory and tried again"
        : "";

    /// <returns>How long there was trouble before; zero: there was none.</returns>
    public TimeSpan Good(int rows)
    {
        var before = Unstored;
        _trouble = null;
        if (rows > 0)
        {
            Interlocked.Increment(ref _commits);
            Interlocked.Add(ref _rows, rows);
        }

        return before;
    }

    public void Bad(string reason)
    {
        Interlocked.Increment(ref _failures);
        _trouble = new StoreTrouble(reason, _trouble?.Since ?? time.GetTimestamp());
    }
}
