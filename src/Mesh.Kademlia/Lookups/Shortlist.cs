namespace Mesh.Kademlia.Lookups;

/// <summary>
/// The peers of a lookup by distance from the target, each once. Bounded: of more than it holds the farthest fall out.
/// One array that is used again by the next lookup.
/// </summary>
internal sealed class Shortlist(int capacity)
{
    /// <summary>Whatever path a peer is on.</summary>
    public const int AnyPath = -1;

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

    /// <summary>The nearest peers that have answered, nearest first.</summary>
    public int Answered(Span<Contact> into) => AnsweredAmong(int.MaxValue, into);

    /// <summary>Of so many nearest that have not failed those that have answered, nearest first.</summary>
    public int AnsweredAmong(int count, Span<Contact> into)
    {
        var found = 0;
        foreach (ref readonly var candidate in Items)
        {
            if (candidate.State is CandidateState.Failed or CandidateState.Overdue)
                continue;
            if (found < into.Length && candidate.State is CandidateState.Answered)
                into[found++] = candidate.Contact;
            if (--count == 0)
                break;
        }

        return found;
    }

    public Contact? NearestWithoutValue()
    {
        foreach (ref readonly var candidate in Items)
        {
            if (candidate is { State: CandidateState.Answered, HadValue: false })
                return candidate.Contact;
        }

        return null;
    }

    /// <summary>Referrals between the own table and the nearest peer that answered; -1: none has.</summary>
    public int DepthOfNearestAnswer()
    {
        foreach (ref readonly var candidate in Items)
        {
            if (candidate.State is CandidateState.Answered)
                return candidate.Depth;
        }

        return -1;
    }

    /// <summary>Among so many nearest of the path that have not failed, one has not answered yet.</summary>
    /// <param name="isPatient">A slow one counts too.</param>
    public bool IsOpen(int path, int count, bool isPatient = true)
    {
        foreach (ref readonly var candidate in Items)
        {
            if (candidate.State is CandidateState.Failed or CandidateState.Overdue || path >= 0 && candidate.Path != path)
                continue;
            if (candidate.State is not CandidateState.Answered && (isPatient || candidate.State is not CandidateState.Slow))
                return true;
            if (--count == 0)
                return false;
        }

        return false;
    }

    /// <summary>The place of the nearest that was not asked, among so many of the path that can be waited for; -1: none.</summary>
    public int NextToAsk(int path, int count)
    {
        var items = Items;
        for (var i = 0; i < items.Length; i++)
        {
            ref readonly var candidate = ref items[i];
            if (candidate.State is CandidateState.Failed or CandidateState.Slow or CandidateState.Overdue || path >= 0 && candidate.Path != path)
                continue;
            if (candidate.State is CandidateState.Known)
                return i;
            if (--count == 0)
                return -1;
        }

        return -1;
    }

    /// <summary>Peers of the path that are asked and not yet slow.</summary>
    public int InFlight(int path)
    {
        var count = 0;
        foreach (ref readonly var candidate in Items)
            count += candidate.State is CandidateState.Asked && candidate.Path == path ? 1 : 0;
        return count;
    }

    private int FarthestKnown()
    {
        var at = Count - 1;
        while (at >= 0 && _items[at].State is not CandidateState.Known)
            at--;
        return at;
    }
}
