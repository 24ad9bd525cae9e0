using System.Diagnostics;
using System.Net.Sockets;

namespace Mesh.Threads;

/// <summary>The spare threads of one time in which the runtime's pool does not get to what is queued.</summary>
internal sealed class SpareShift(SparePool pool) : IThreadPoolWorkItem
{
    // A socket that somebody begins to wait for while the others are watched is watched after that.
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly object _queued = new();
    private readonly object _quiet = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _asked;
    private long _answered;
    private volatile bool _isAsking;
    private volatile bool _isOver;

    public void Start()
    {
        for (var n = 1; n <= SparePool.Workers; n++)
            new Thread(Work) { IsBackground = true, Name = $"mesh spare {n}" }.UnsafeStart();
        new Thread(WatchSockets) { IsBackground = true, Name = "mesh spare sockets" }.UnsafeStart();
    }

    /// <summary>Something was queued.</summary>
    public void Wake()
    {
        lock (_queued)
            Monitor.Pulse(_queued);
    }

    /// <summary>By the runtime's pool: it has come to what was queued there when it was asked.</summary>
    public void Execute()
    {
        Interlocked.Exchange(ref _answered, _since.ElapsedTicks);
        _isAsking = false;
    }

    private void Work()
    {
        var clean = ExecutionContext.Capture()!;
        while (!_isOver)
        {
            // As in the runtime's pool: what one leaves in the context is not the next one's.
            while (pool.TryRun())
                ExecutionContext.Restore(clean);

            lock (_queued)
            {
                if (pool.IsEmpty)
                    Monitor.Wait(_queued, Round);
            }
        }
    }

    private void WatchSockets()
    {
        while (!IsPoolQuick())
            WatchOnce();
        pool.End(this);
        _isOver = true;
        // From now on the pool tells the others; these ask it themselves.
        Run(pool.Waiting().Where(w => w.IsWriter));
    }

    /// <summary>Asks it again and again, once it has answered.</summary>
    private bool IsPoolQuick()
    {
        if (_isAsking)
            return false;
        var answered = TimeSpan.FromSeconds(Interlocked.Read(ref _answered) / (double)Stopwatch.Frequency);
        if (_asked > Least && answered - _asked < Quick)
            return true;
        _asked = _since.Elapsed;
        _isAsking = true;
        pool.Ask(this);
        return false;
    }

    private void WatchOnce()
    {
        var waiting = pool.Waiting().ToLookup(w => w.Socket);
        foreach (var closed in waiting.Where(w => w.Key.SafeHandle.IsClosed))
            Run(closed);
        List<Socket> readers = [.. Open(waiting, forWriting: false)];
        List<Socket> writers = [.. Open(waiting, forWriting: true)];
        if (readers.Count + writers.Count == 0)
        {
            lock (_quiet)
                Monitor.Wait(_quiet, Round);
            return;
        }

        try
        {
            Socket.Select(readers, writers, null, Round);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // One was closed meanwhile, and is seen to be the next time.
            return;
        }

        foreach (var socket in readers)
            Run(waiting[socket].Where(w => !w.IsWriter));
        foreach (var socket in writers)
            Run(waiting[socket].Where(w => w.IsWriter));
    }

    private static IEnumerable<Socket> Open(ILookup<Socket, ISocketWaiter> waiting, bool forWriting) =>
        waiting.Where(w => !w.Key.SafeHandle.IsClosed && w.Any(x => x.IsWriter == forWriting)).Select(w => w.Key);

    private void Run(IEnumerable<ISocketWaiter> waiters)
    {
        foreach (var waiter in waiters)
        {
            if (waiter.TryClaim())
                pool.Queue(waiter);
        }
    }
}
