namespace Mesh.Kademlia.Routing;

/// <summary>
/// The contacts of one range of ids, least recently seen first, and the newcomers that wait for a place, most recent
/// last. Holds order and size; who may enter is the table's decision.
/// </summary>
internal sealed class Bucket(NodeId prefix, int depth, int capacity)
{
    private readonly BucketEntry[] _entries = new BucketEntry[capacity];
    private List<Newcomer>? _waiting;

    /// <summary>The first id of the range.</summary>
    public NodeId Prefix { get; } = prefix;

    /// <summary>Leading bits that all ids of the range share.</summary>
    public int Depth { get; } = depth;

    public int Count { get; private set; }

    public bool IsFull => Count == _entries.Length;

    public TimeSpan LookedUpAt { get; set; }

    public Span<BucketEntry> Entries => _entries.AsSpan(0, Count);

    public IReadOnlyList<Newcomer> Waiting => _waiting ?? [];

    public bool Covers(in NodeId id) => Prefix.CommonPrefix(id) >= Depth;

    public int IndexOf(in NodeId id)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Contact.Id == id)
                return i;
        }

        return -1;
    }

    public void Append(in BucketEntry entry) => _entries[Count++] = entry;

    public void RemoveAt(int at)
    {
        _entries.AsSpan(at + 1, Count - at - 1).CopyTo(_entries.AsSpan(at));
        _entries[--Count] = default;
    }

    public void MoveToTail(int at)
    {
        var entry = _entries[at];
        _entries.AsSpan(at + 1, Count - at - 1).CopyTo(_entries.AsSpan(at));
        _entries[Count - 1] = entry;
    }

    /// <summary>The contact that failed most often, at least so many times; -1: none.</summary>
    public int MostFailed(int atLeast)
    {
        var found = -1;
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Failures >= atLeast && (found < 0 || _entries[i].Failures > _entries[found].Failures))
                found = i;
        }

        return found;
    }

    /// <summary>
    /// Lets a newcomer wait. Those that have answered go before those that have not: a flood of strangers drives no
    /// proven newcomer out.
    /// </summary>
    public bool Wait(in Newcomer newcomer, int limit)
    {
        if (limit == 0)
            return false;
        _waiting ??= new List<Newcomer>(2);
        var id = newcomer.Contact.Id;
        var known = _waiting.FindIndex(w => w.Contact.Id == id);
        if (known >= 0)
        {
            var hasAnswered = _waiting[known].HasAnswered;
            if (hasAnswered && !newcomer.HasAnswered)
                return true;
            _waiting.RemoveAt(known);
        }
        else if (_waiting.Count >= limit)
        {
            var out_ = _waiting.FindIndex(w => !w.HasAnswered);
            if (out_ < 0 && !newcomer.HasAnswered)
                return false;
            _waiting.RemoveAt(Math.Max(out_, 0));
        }

        _waiting.Add(newcomer);
        return true;
    }

    /// <summary>The newcomer seen last among those that have answered.</summary>
    public bool TryTakeProven(out Contact contact)
    {
        var at = _waiting?.FindLastIndex(w => w.HasAnswered) ?? -1;
        contact = at >= 0 ? _waiting![at].Contact : null!;
        if (at >= 0)
            _waiting!.RemoveAt(at);
        return at >= 0;
    }

    /// <summary>Forgets a newcomer that failed or got its place.</summary>
    public void Forget(NodeId id) => _waiting?.RemoveAll(w => w.Contact.Id == id);

    /// <summary>The two halves of this bucket, order kept.</summary>
    public (Bucket Low, Bucket High) Split(int waitingLimit)
    {
        var low = new Bucket(Prefix, Depth + 1, _entries.Length) { LookedUpAt = LookedUpAt };
        var high = new Bucket(Prefix.Flip(Depth), Depth + 1, _entries.Length) { LookedUpAt = LookedUpAt };
        foreach (ref readonly var entry in Entries)
            (entry.Contact.Id.Bit(Depth) ? high : low).Append(entry);
        foreach (var newcomer in Waiting)
            (newcomer.Contact.Id.Bit(Depth) ? high : low).Wait(newcomer, waitingLimit);
        return (low, high);
    }
}
