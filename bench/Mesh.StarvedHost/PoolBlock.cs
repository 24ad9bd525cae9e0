namespace Mesh.StarvedHost;

/// <summary>Keeps every thread of the pool waiting while a file is there.</summary>
internal sealed class PoolBlock(string file)
{
    /// <summary>More than the pool makes threads for in the time that it is starved.</summary>
    private const int Blocked = 2_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Does not return. For a thread of its own: the pool's are what it takes.</summary>
    public void Run()
    {
        using var never = new ManualResetEventSlim();
        while (true)
        {
            if (File.Exists(file))
                Block();
            never.Wait(Look);
        }
    }

    private void Block()
    {
        // Not disposed: who waits last may still look at it.
        var end = new ManualResetEventSlim();
        for (var n = 0; n < Blocked; n++)
            ThreadPool.UnsafeQueueUserWorkItem(static e => e.Wait(), end, preferLocal: false);
        while (File.Exists(file))
            end.Wait(Look);
        end.Set();
    }
}
