using System.Collections.Concurrent;

namespace Mesh.Threads;

/// <summary>
/// Where links and a node's actors run: in the runtime's pool, until that does not get to them, as when an application blocks
/// its threads. Then a few spare threads take over, and go once the pool is quick again: a node at rest has none of them, and
/// what is queued takes the way that it would take anyhow.
/// </summary>
internal sealed class SparePool
{
    /// <summary>Spare threads that run what is queued; one more watches sockets.</summary>
    public const int Workers = 4;

    /// <summary>What waits for longer is run by spare threads. Far below what makes others doubt a node.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<(IThreadPoolWorkItem Item, int Since)> _queue = new();
    private readonly ConcurrentDictionary<ISocketWaiter, bool> _waiters = new();
    private readonly Lock _lock = new();
    private readonly Action<IThreadPoolWorkItem, bool> _runtime;
    private readonly Ticket _ticket;
    private volatile SpareShift? _shift;

    /// <param name="runtime">Queues to the runtime's pool, with preference for the thread's own queue or not.</param>
    public SparePool(Action<IThreadPoolWorkItem, bool> runtime)
    {
        _runtime = runtime;
        _ticket = new Ticket(this);
    }

    /// <summary>The process's: all nodes in it share one pool of the runtime.</summary>
    public static SparePool Shared { get; } = new(static (item, isLocal) => ThreadPool.UnsafeQueueUserWorkItem(item, isLocal));

    /// <summary>Do spare threads run what is queued?</summary>
    public bool IsHelping => _shift is not null;

    /// <summary>Await it to go on in this pool.</summary>
    public SpareSwitch Switch() => new(this);

    public void Queue(IThreadPoolWorkItem item)
    {
        _queue.Enqueue((item, Environment.TickCount));
        // Either the end of a shift is seen here, or the item is by it.
        Interlocked.MemoryBarrier();
        if (_shift is { } shift)
            shift.Wake();
        else
            _runtime(_ticket, true);
    }

    /// <summary>The runtime tells of sockets in its pool: while that is blocked, spare threads look at them.</summary>
    public void Watch(ISocketWaiter waiter) => _waiters[waiter] = true;

    public void Forget(ISocketWaiter waiter) => _waiters.TryRemove(waiter, out _);

    /// <summary>Has something waited for too long? To be called several times a second, by a thread that is not the pool's.</summary>
    public void Look()
    {
        if (_shift is null && _queue.TryPeek(out var first)
            && unchecked(Environment.TickCount - first.Since) > Patience.TotalMilliseconds)
            Begin();
    }

    internal bool IsEmpty => _queue.IsEmpty;

    /// <summary>Asks the runtime's pool to run this after what is queued there.</summary>
    internal void Ask(IThreadPoolWorkItem item) => _runtime(item, false);

    /// <summary>Runs what has waited longest; false: there is nothing.</summary>
    internal bool TryRun()
    {
        if (!_queue.TryDequeue(out var next))
            return false;
        next.Item.Execute();
        return true;
    }

    /// <summary>Hands what is queued back to the runtime's pool.</summary>
    internal void End(SpareShift shift)
    {
        lock (_lock)
        {
            if (_shift != shift)
                return;
            _shift = null;
        }

        Interlocked.MemoryBarrier();
        for (var left = _queue.Count; left > 0; left--)
            _runtime(_ticket, false);
    }

    /// <summary>Who waits for a socket now.</summary>
    internal IEnumerable<ISocketWaiter> Waiting() => _waiters.Keys.Where(w => w.IsWaiting);

    private void Begin()
    {
        SpareShift shift;
        lock (_lock)
        {
            if (_shift is not null)
                return;
            _shift = shift = new SpareShift(this);
        }

        shift.Start();
    }

    /// <summary>One stands in the runtime's pool for each item that was queued; after a shift some find nothing.</summary>
    private sealed class Ticket(SparePool pool) : IThreadPoolWorkItem
    {
        public void Execute() => pool.TryRun();
    }
}
