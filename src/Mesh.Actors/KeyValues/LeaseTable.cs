namespace Mesh.KeyValues;

/// <summary>When the leases of this node end. Only their owner knows: renewals are not replicated.</summary>
internal sealed class LeaseTable
{
    private readonly Dictionary<long, TimeSpan> _ends = [];
    private readonly PriorityQueue<long, TimeSpan> _queue = new();

    /// <summary>Places in the queue, of leases that are over too.</summary>
    public int Queued => _queue.Count;

    public IReadOnlyCollection<long> Owned => [.. _ends.Keys];

    public bool Owns(long lease) => _ends.ContainsKey(lease);

    public void Renew(long lease, long ttl, TimeSpan now)
    {
        var end = ttl >= KeyValueLimits.MaxTtl ? TimeSpan.MaxValue : now + TimeSpan.FromSeconds(ttl);
        if (!_ends.ContainsKey(lease))
            _queue.Enqueue(lease, end);
        _ends[lease] = end;
    }

    public void Remove(long lease)
    {
        // Its place in the queue stays until its time: with long times that would be all leases that ever were.
        const int Slack = 64;
        if (!_ends.Remove(lease) || _queue.Count <= (2 * _ends.Count) + Slack)
            return;
        _queue.Clear();
        _queue.EnqueueRange(_ends.Select(static e => (e.Key, e.Value)));
    }

    public TimeSpan Left(long lease, TimeSpan now) =>
        _ends.TryGetValue(lease, out var end) && end > now ? end - now : TimeSpan.Zero;

    /// <summary>The leases whose time is over. They stay until they are removed.</summary>
    public IReadOnlyList<long> Due(TimeSpan now)
    {
        var due = new List<long>();
        while (_queue.TryPeek(out var lease, out var noted) && noted <= now)
        {
            _queue.Dequeue();
            if (!_ends.TryGetValue(lease, out var end))
                continue;
            if (end > now)
                _queue.Enqueue(lease, end);
            else if (!due.Contains(lease))
                due.Add(lease);
        }

        return due;
    }
}
