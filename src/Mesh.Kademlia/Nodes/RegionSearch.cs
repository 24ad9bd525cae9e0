using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>Finds the peers of a key's <see cref="KeyRegion"/> when those nearest to it are improbably near.</summary>
internal sealed class RegionSearch
{
    private readonly Action<RegionSearch, Moment> _onEnd;
    private readonly Dictionary<NodeId, (Contact Peer, ulong Token)> _found = [];
    private readonly List<LookupTask> _lookups = [];
    private readonly NodeId _key;
    private readonly int _sharedBits;
    private int _open;

    private RegionSearch(in NodeId key, int sharedBits, Action<RegionSearch, Moment> onEnd) =>
        (_key, _sharedBits, _onEnd) = (key, sharedBits, onEnd);

    /// <summary>Peers of the region that answered, nearest to the key first.</summary>
    public Contact[] Peers => [.. _found.Values.Select(f => f.Peer).OrderBy(p => p.Id ^ _key)];

    public int Messages { get; private set; }

    public int Failures { get; private set; }

    /// <param name="nearest">What the lookup of the key itself found.</param>
    /// <param name="wish">Paths and deadline of its lookups.</param>
    public static RegionSearch Start(
        NodeState node, ReadOnlySpan<Contact> nearest, LookupWish wish, Action<RegionSearch, Moment> onEnd, in Moment now)
    {
        var sharedBits = KeyRegion.SharedBits(nearest, node.Table, node.Self, node.Settings.K);
        var search = new RegionSearch(wish.Target, sharedBits, onEnd);
        node.Counters.RegionsSearched++;
        var points = KeyRegion.Points(wish.Target, sharedBits, ref node.Random);
        search._open = points.Length;
        foreach (var point in points)
        {
            var part = wish with { Target = point, Mode = LookupMode.Nodes };
            search._lookups.Add(LookupTask.Start(node, part, search.OnFound, now));
        }

        return search;
    }

    public ulong TokenOf(in NodeId peer) => _found.TryGetValue(peer, out var found) ? found.Token : 0;

    /// <summary>Nobody waits for it any more.</summary>
    public void Abandon() => _lookups.ForEach(l => l.Abandon());

    private void OnFound(LookupTask lookup, Moment now)
    {
        foreach (var peer in lookup.Peers)
        {
            if (peer.Id.CommonPrefix(_key) >= _sharedBits)
                _found[peer.Id] = (peer, lookup.TokenOf(peer.Id));
        }

        Messages += lookup.Cost.Messages;
        Failures += lookup.Cost.Failures;
        if (--_open == 0)
            _onEnd(this, now);
    }
}
