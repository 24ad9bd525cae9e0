namespace Mesh.Kademlia.Lookups;

/// <summary>
/// The peers of a lookup by distance from the target, each once. Bounded: of more than it holds the farthest fall out.
/// One array that is used again by the next lookup.
/// </summary>
internal sealed class Shortlist(int capacity)
{
    private readonly Candidate[] _items = new Candidate[capacity];

    public int Count { get; private set; }

    public Span<Candidate> Items => _items.AsSpan(0, Count);

    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Count = 0;
    }

    /// <summary>The place of the peer at this distance; if there is none, the complement of where it would be.</summary>
    public int Find(in NodeId distance)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _items[middle].Distance.CompareTo(distance);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    /// <summary>
    /// Takes a peer up; false when it was there before. Of more than fit the farthest that was not asked falls out:
    /// what was asked is remembered, for its answer may still come.
    /// </summary>
    public bool Add(in Candidate candidate)
    {
        var at = Find(candidate.Distance);
        if (at >= 0)
            return false;
        at = ~at;
        if (Count == _items.Length)
        {
            var last = FarthestKnown();
            if (last < at)
                return false;
            _items.AsSpan(last + 1, Count - last - 1).CopyTo(_items.AsSpan(last));
            Count--;
        }

        _items.AsSpan(at, Count - at).CopyTo(_items.AsSpan(at + 1));
        _items[at] = candidate;
        Count++;
        return true;
    }

    private int FarthestKnown()
    {
        var at = Count - 1;
        while (at >= 0 && _items[at].State is not CandidateState.Known)
            at--;
        return at;
    }
}
