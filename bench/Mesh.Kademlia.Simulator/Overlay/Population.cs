using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>All peers of a simulated overlay by id, and which of them are dead. The address of a peer is its place.</summary>
internal sealed class Population
{
    private readonly NodeId[] _ids;
    private readonly Contact[] _peers;
    private readonly bool[] _isDead;

    private Population(NodeId[] ids)
    {
        Array.Sort(ids);
        _ids = ids;
        _isDead = new bool[ids.Length];
        _peers = new Contact[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            _peers[i] = new Contact(ids[i], KadAddress.V4((uint)i, 4000));
    }

    public int Count => _ids.Length;

    public Contact this[int place] => _peers[place];

    public ReadOnlySpan<NodeId> Ids => _ids;

    public static Population Random(int count, ref KadRandom random)
    {
        var ids = new NodeId[count];
        for (var i = 0; i < count; i++)
            ids[i] = NodeId.Random(ref random);
        return new Population(ids);
    }

    public static Population Of(IEnumerable<NodeId> ids) => new([.. ids]);

    public static int PlaceOf(Contact peer) => (int)(uint)peer.Address.Host;

    public bool IsDead(int place) => _isDead[place];

    /// <summary>Kills this part of all peers at once.</summary>
    public void Kill(double part, ref KadRandom random)
    {
        for (var left = (int)(part * Count); left > 0;)
        {
            var place = random.Below(Count);
            if (_isDead[place])
                continue;
            _isDead[place] = true;
            left--;
        }
    }

    public void Revive() => Array.Clear(_isDead);

    public int RandomLive(ref KadRandom random)
    {
        while (true)
        {
            var place = random.Below(Count);
            if (!_isDead[place])
                return place;
        }
    }

    /// <summary>The places of the ids that share the first <paramref name="bits"/> bits with this one.</summary>
    public (int From, int To) Subtree(in NodeId id, int bits) =>
        bits <= 0 ? (0, Count) : (LowerBound(id.WithSuffix(bits, NodeId.Zero)), UpperBound(id.WithSuffix(bits, NodeId.Max)));

    /// <summary>The peers nearest to the target among all, nearest first, the dead left out.</summary>
    public int NearestLive(in NodeId target, Span<Contact> into) =>
        Nearest(target, into, 0, Count, skip: -1, (this, into.Length), static (s, i) => !s.Item1._isDead[i]);

    /// <summary>The peers nearest to the target among all, nearest first.</summary>
    public int NearestAll(in NodeId target, Span<Contact> into) =>
        Nearest(target, into, 0, Count, skip: -1, 0, static (_, _) => true);

    /// <summary>The peers nearest to the target within a range of places that is a subtree.</summary>
    public int NearestIn(in NodeId target, Span<Contact> into, (int From, int To) range, int skip) =>
        Nearest(target, into, range.From, range.To, skip, 0, static (_, _) => true);

    private int Nearest<TState>(
        in NodeId target, Span<Contact> into, int from, int to, int skip, TState state, Func<TState, int, bool> counts)
    {
        // The smallest subtree around the target with enough peers in it; its parent is always enough.
        var bits = Math.Max(0, (int)Math.Log2((double)Count / into.Length) + 3);
        while (true)
        {
            var (low, high) = Subtree(target, bits);
            (low, high) = (Math.Max(low, from), Math.Min(high, to));
            var count = 0;
            for (var i = low; i < high; i++)
            {
                if (i != skip && counts(state, i))
                    count = ByDistance.Insert(into, 0, count, _peers[i], target);
            }

            if (count == into.Length || low <= from && high >= to || bits == 0)
                return count;
            bits--;
        }
    }

    private int LowerBound(in NodeId id)
    {
        var at = Array.BinarySearch(_ids, id);
        return at >= 0 ? at : ~at;
    }

    private int UpperBound(in NodeId id)
    {
        var at = Array.BinarySearch(_ids, id);
        return at >= 0 ? at + 1 : ~at;
    }
}
