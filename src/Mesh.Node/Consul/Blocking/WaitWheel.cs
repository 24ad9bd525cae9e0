namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// A timer wheel (Varghese and Lauck, 1987): one slot for each tick that the longest wait can lie ahead, so that
/// entering and leaving cost the same however many wait. Knows ticks, no clock. Not thread-safe.
/// </summary>
internal sealed class WaitWheel(int slots)
{
    private readonly ParkedQuery?[] _slots = new ParkedQuery?[slots];

    /// <summary>The last tick whose queries have ended.</summary>
    public long Now { get; private set; }

    /// <summary>An empty wheel can begin anywhere.</summary>
    public void Start(long now) => Now = now;

    /// <summary>The tick must lie ahead by less than there are slots.</summary>
    public void Add(ParkedQuery query)
    {
        ref var first = ref Slot(query.Due);
        query.NextOfSlot = first;
        if (first is not null)
            first.PreviousOfSlot = query;
        first = query;
    }

    public void Remove(ParkedQuery query)
    {
        if (query.PreviousOfSlot is { } previous)
            previous.NextOfSlot = query.NextOfSlot;
        else
            Slot(query.Due) = query.NextOfSlot;
        if (query.NextOfSlot is { } next)
            next.PreviousOfSlot = query.PreviousOfSlot;
        query.NextOfSlot = null;
        query.PreviousOfSlot = null;
    }

    /// <summary>Goes on to a tick and returns, one by one, who is due until there; each must be removed before the next.</summary>
    public IEnumerable<ParkedQuery> Advance(long now)
    {
        // After a long pause one round meets everybody.
        Now = Math.Max(Now, now - _slots.Length);
        while (Now < now)
        {
            while (Slot(Now + 1) is { } due)
                yield return due;
            Now++;
        }
    }

    private ref ParkedQuery? Slot(long tick) => ref _slots[tick % _slots.Length];
}
