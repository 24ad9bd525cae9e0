using System.Diagnostics.CodeAnalysis;

namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// The blocking queries that wait, by topic. A change costs what it wakes and nothing for the others; all waits share
/// one timer, which runs only while somebody waits. Thread-safe.
/// </summary>
internal sealed class ParkingLot : IDisposable
{
    /// <summary>Waits end at the next of these; a twentieth of a second is within the jitter of a wait of a second.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    // More ticks than the longest wait with its jitter.
    private const int Slots = 16_384;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ParkedQuery> _topics = new(StringComparer.Ordinal);
    private readonly WaitWheel _wheel = new(Slots);
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly int _capacity;
    private readonly ITimer _timer;
    private bool _isClosed;
    private int _count;

    public ParkingLot(TimeProvider time, int capacity)
    {
        _time = time;
        _start = time.GetTimestamp();
        _capacity = capacity;
        _timer = time.CreateTimer(_ => OnTick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Lets a query wait. What it waits for must be looked at once more after this: a change in between wakes nobody
    /// yet. False: too many wait already.
    /// </summary>
    public bool TryPark(string topic, TimeSpan wait, [NotNullWhen(true)] out ParkedQuery? query)
    {
        lock (_gate)
        {
            query = null;
            if (_count >= _capacity)
                return false;
            var now = TickAt(_time.GetTimestamp());
            if (_count == 0)
            {
                _wheel.Start(now);
                _timer.Change(Tick, Tick);
            }

            // The present tick has begun already; a wait that is over ends at the next.
            var ticks = Math.Max(0, (wait.Ticks + Tick.Ticks - 1) / Tick.Ticks);
            query = new ParkedQuery(this, topic, Math.Max(_wheel.Now, now) + 1 + ticks);
            Add(query);
            if (!_isClosed)
                return true;
            Remove(query);
            query.IsOver = true;
            query.TrySetResult();
            return true;
        }
    }

    /// <summary>Gives a query up.</summary>
    public void Leave(ParkedQuery query)
    {
        lock (_gate)
        {
            if (query.IsParked)
                Remove(query);
            query.IsOver = true;
        }

        query.TrySetResult();
    }

    /// <summary>Something of the topic changed.</summary>
    public void Wake(string topic)
    {
        List<ParkedQuery>? woken = null;
        lock (_gate)
        {
            while (_topics.TryGetValue(topic, out var query))
            {
                Remove(query);
                query.IsOver = _isClosed;
                (woken ??= []).Add(query);
            }
        }

        End(woken);
    }

    public void WakeAll()
    {
        foreach (var topic in Topics())
            Wake(topic);
    }

    /// <summary>Wakes all and lets nobody wait any more: the node stops.</summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
        WakeAll();
    }

    public void Dispose() => _timer.Dispose();

    private string[] Topics()
    {
        lock (_gate)
            return [.. _topics.Keys];
    }

    private void OnTick()
    {
        List<ParkedQuery>? due = null;
        lock (_gate)
        {
            foreach (var query in _wheel.Advance(TickAt(_time.GetTimestamp())))
            {
                Remove(query);
                query.IsOver = true;
                (due ??= []).Add(query);
            }
        }

        End(due);
    }

    private static void End(List<ParkedQuery>? queries)
    {
        foreach (var query in queries ?? [])
            query.TrySetResult();
    }

    private void Add(ParkedQuery query)
    {
        if (_topics.TryGetValue(query.Topic, out var first))
        {
            query.NextOfTopic = first;
            first.PreviousOfTopic = query;
        }

        _topics[query.Topic] = query;
        _wheel.Add(query);
        query.IsParked = true;
        _count++;
    }

    private void Remove(ParkedQuery query)
    {
        query.IsParked = false;
        _wheel.Remove(query);
        if (query.PreviousOfTopic is { } previous)
            previous.NextOfTopic = query.NextOfTopic;
        else if (query.NextOfTopic is { } second)
            _topics[query.Topic] = second;
        else
            _topics.Remove(query.Topic);
        if (query.NextOfTopic is { } next)
            next.PreviousOfTopic = query.PreviousOfTopic;
        query.NextOfTopic = null;
        query.PreviousOfTopic = null;
        if (--_count == 0)
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private long TickAt(long timestamp) => _time.GetElapsedTime(_start, timestamp).Ticks / Tick.Ticks;
}
