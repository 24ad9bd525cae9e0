namespace Mesh.Kademlia.Nodes;

/// <summary>Moments at which a node has something to do, in order; equal moments in the order they were entered.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<(DueKind Kind, ulong Id), (TimeSpan At, long Order)> _entries = new();
    private long _order;

    /// <summary>The next moment; the far future when there is none.</summary>
    public TimeSpan Next => _entries.TryPeek(out _, out var due) ? due.At : TimeSpan.MaxValue;

    public void Add(TimeSpan at, DueKind kind, ulong id) => _entries.Enqueue((kind, id), (at, _order++));

    public bool TryPeek(out (DueKind Kind, ulong Id) due) => _entries.TryPeek(out due, out _);

    public void Drop() => _entries.Dequeue();

    public bool TryTake(TimeSpan now, out (DueKind Kind, ulong Id) due)
    {
        due = default;
        if (Next > now)
            return false;
        due = _entries.Dequeue();
        return true;
    }
}
