using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>
/// The routing table that a peer of a settled overlay has, derived from the sorted ids when it is asked for, not stored:
/// of each bucket k members by a hash of owner and bucket, of the smallest subtree around the owner with k others all.
/// With it a million peers fit into memory.
/// </summary>
internal sealed class IdealTable(Population peers, int k, ulong seed) : IRoutingView
{
    private NodeId _self;
    private int _place;
    private int _wholeFrom;

    /// <summary>Makes this the table of the peer at this place.</summary>
    public IdealTable Of(int place)
    {
        (_place, _self) = (place, peers[place].Id);
        _wholeFrom = WholeFrom();
        return this;
    }

    public int Closest(in NodeId target, Span<Contact> into)
    {
        var shared = Math.Min(_self.CommonPrefix(target), NodeId.Bits - 1);
        if (shared >= _wholeFrom)
        {
            // Everything there is known; beyond it only what the buckets hold.
            var found = peers.NearestIn(target, into, peers.Subtree(_self, _wholeFrom), _place);
            return Farther(_wholeFrom - 1, target, into, found);
        }

        var count = AddBucket(shared, target, into, 0, 0);
        var start = count;
        for (var depth = shared + 1; depth < _wholeFrom && start < into.Length; depth++)
            count = AddBucket(depth, target, into, start, count);
        if (start < into.Length)
            count = AddWhole(target, into, start, count);
        return Farther(shared - 1, target, into, count);
    }

    /// <summary>Every contact of the table.</summary>
    public IEnumerable<Contact> All()
    {
        for (var depth = 0; depth < _wholeFrom; depth++)
        {
            foreach (var place in Members(depth))
                yield return peers[place];
        }

        var (from, to) = peers.Subtree(_self, _wholeFrom);
        for (var i = from; i < to; i++)
        {
            if (i != _place)
                yield return peers[i];
        }
    }

    /// <summary>The deepest subtree around the owner with at least k others.</summary>
    private int WholeFrom()
    {
        var depth = Math.Max(0, (int)Math.Log2((double)peers.Count / k) - 4);
        if (Size(depth) - 1 < k)
            depth = 0;
        while (Size(depth + 1) - 1 >= k)
            depth++;
        return depth;
    }

    private int Size(int depth)
    {
        var (from, to) = peers.Subtree(_self, depth);
        return to - from;
    }

    private int Farther(int depth, in NodeId target, Span<Contact> into, int count)
    {
        for (; depth >= 0 && count < into.Length; depth--)
            count = AddBucket(depth, target, into, count, count);
        return count;
    }

    private int AddBucket(int depth, in NodeId target, Span<Contact> into, int start, int count)
    {
        Span<int> members = stackalloc int[k];
        foreach (var place in members[..Members(depth, members)])
            count = ByDistance.Insert(into, start, count, peers[place], target);
        return count;
    }

    private int AddWhole(in NodeId target, Span<Contact> into, int start, int count)
    {
        var (from, to) = peers.Subtree(_self, _wholeFrom);
        for (var i = from; i < to; i++)
        {
            if (i != _place)
                count = ByDistance.Insert(into, start, count, peers[i], target);
        }

        return count;
    }

    private int[] Members(int depth)
    {
        var members = new int[k];
        return members[..Members(depth, members)];
    }

    private int Members(int depth, Span<int> members)
    {
        var (from, to) = peers.Subtree(_self.Flip(depth), depth + 1);
        var count = 0;
        if (to - from <= k)
        {
            for (var i = from; i < to; i++)
                members[count++] = i;
            return count;
        }

        var random = new KadRandom(seed ^ (ulong)_place * 0x9e3779b97f4a7c15 ^ (ulong)depth << 56);
        while (count < k)
        {
            var place = from + random.Below(to - from);
            if (!members[..count].Contains(place))
                members[count++] = place;
        }

        return count;
    }
}
