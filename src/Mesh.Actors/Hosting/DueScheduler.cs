using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Mesh.Threads;

namespace Mesh.Hosting;

/// <summary>
/// Akka's scheduler without a tick: a thread that sleeps until what is due next. A wheel that turns a hundred times a second costs
/// an idle node more than all that it does. What is due is run in the order of its times, one after the other, and never early.
/// </summary>
/// <remarks>As in Akka's own: an interval begins when its action ran; an action that fails is not repeated; what is
/// outstanding when the system ends is run then.</remarks>
internal sealed class DueScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    /// <summary>Cancelled entries are looked for once there are twice as many as the last search left, and at least these.</summary>
    private const int LeastToSearch = 1_024;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(36_500);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<ScheduledAction, (TimeSpan Due, long Order)> _queue = new();
    private readonly AutoResetEvent _wake = new(false);
    private long _order;
    private int _searchAt = LeastToSearch;

    // Of a thread that is awake: nothing is too early for it.
    private TimeSpan _sleepsUntil = TimeSpan.MinValue;
    private bool _disposed;

    /// <summary>Found and called by Akka.</summary>
    public DueScheduler(Config config, ILoggingAdapter log)
        : base(config, log)
    {
        // Not a timer of the runtime's: those run in the pool, whose threads an application may have blocked.
        new Thread(Run) { IsBackground = true, Name = "mesh scheduler" }.UnsafeStart();
    }

    public override TimeSpan MonotonicClock => HighResMonotonicClock;

    public override TimeSpan HighResMonotonicClock => TimeProvider.System.GetElapsedTime(0);

    protected override DateTimeOffset TimeNow => TimeProvider.System.GetLocalNow();

    /// <summary>For tests: what is not over, cancelled entries that were not found yet among it.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _queue.Count;
        }
    }

    public void Dispose()
    {
        ScheduledAction[] outstanding;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            outstanding = [.. _queue.UnorderedItems.OrderBy(i => i.Priority).Select(i => i.Element)];
            _queue.Clear();
            _wake.Set();
        }

        foreach (var action in outstanding.Where(a => !a.IsCancelled))
            action.TryRun(Log);
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, TimeSpan.Zero, new ScheduledTell(receiver, message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, new ScheduledTell(receiver, message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Schedule(delay, TimeSpan.Zero, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Schedule(delay, TimeSpan.Zero, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan interval, IRunnable action, ICancelable? cancelable)
    {
        var scheduled = new ScheduledAction(action, interval, cancelable);
        lock (_lock)
        {
            if (_disposed)
                throw new SchedulerException("nothing can be scheduled once the system has ended");
            Add(scheduled, delay);
        }
    }

    private void Run()
    {
        ScheduledAction? again = null;
        while (true)
        {
            var (due, wait) = Next(again);
            again = due?.TryRun(Log) is true && due.Interval > TimeSpan.Zero ? due : null;
            if (due is not null)
                continue;
            if (wait < TimeSpan.Zero)
                break;
            SparePool.Shared.Look();
            _wake.WaitOne(wait);
        }

        _wake.Dispose();
    }

    /// <param name="again">What has run and is to be repeated.</param>
    /// <returns>What is due, or for how long nothing is; negative: for ever.</returns>
    private (ScheduledAction? Due, TimeSpan Wait) Next(ScheduledAction? again)
    {
        lock (_lock)
        {
            _sleepsUntil = TimeSpan.MinValue;
            if (_disposed)
                return (null, -Longest);
            if (again is not null)
                Add(again, again.Interval);
            while (_queue.TryPeek(out var first, out var place))
            {
                var wait = place.Due - HighResMonotonicClock;
                if (!first.IsCancelled && wait > TimeSpan.Zero)
                {
                    _sleepsUntil = place.Due;
                    // In whole milliseconds, rounded up, as the system counts them.
                    return (null, wait < Longest ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : Longest);
                }

                _queue.Dequeue();
                if (!first.IsCancelled)
                    return (first, TimeSpan.Zero);
            }

            _sleepsUntil = TimeSpan.MaxValue;
            return (null, Longest);
        }
    }

    private void Add(ScheduledAction action, TimeSpan delay)
    {
        if (action.IsCancelled)
            return;
        var due = HighResMonotonicClock + (delay < Furthest ? delay : Furthest);
        _queue.Enqueue(action, (due, _order++));
        if (_queue.Count >= _searchAt)
            RemoveCancelled();
        if (due >= _sleepsUntil)
            return;
        _sleepsUntil = TimeSpan.MinValue;
        _wake.Set();
    }

    private void RemoveCancelled()
    {
        var live = _queue.UnorderedItems.Where(i => !i.Element.IsCancelled).ToArray();
        _queue.Clear();
        _queue.EnqueueRange(live);
        _searchAt = Math.Max(LeastToSearch, live.Length * 2);
    }
}
