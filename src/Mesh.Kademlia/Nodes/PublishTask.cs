using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// Finds the k peers nearest to a record's key and stores it there, at this node too if it is one of them. Writes as soon
/// as only slow peers are waited for, and reports when enough of them hold the record; the others get it all the same.
/// Where the nearest are improbably near, the whole region of the key gets it.
/// </summary>
internal sealed class PublishTask
{
    private readonly NodeState _node;
    private readonly KadInput.Publish _wish;
    private readonly Action<PublishTask, Moment> _onReport;
    private readonly List<StoreVerdict> _verdicts = [];
    private readonly HashSet<NodeId> _given = [];
    private int _open;
    private bool _isPacked;
    private bool _isWhole;
    private bool _hasReported;

    private PublishTask(NodeState node, KadInput.Publish wish, Action<PublishTask, Moment> onReport) =>
        (_node, _wish, _onReport) = (node, wish, onReport);

    /// <summary>Peers that hold it now, this node included.</summary>
    public int Holders => _verdicts.Count(v => v is StoreVerdict.Stored or StoreVerdict.Refreshed);

    public ImmutableArray<StoreVerdict> Refusals =>
        [.. _verdicts.Where(v => v is not (StoreVerdict.Stored or StoreVerdict.Refreshed)).Order()];

    public LookupCost Cost { get; private set; }

    private KadRecord Record => _wish.Record;

    public static void Start(NodeState node, KadInput.Publish wish, Action<PublishTask, Moment> onReport, in Moment now)
    {
        var task = new PublishTask(node, wish, onReport);
        LookupTask.Start(node, task.Search with { OnNearlyFound = task.OnNearlyFound }, task.OnFound, now);
    }

    private LookupWish Search => new(Record.Key, LookupMode.Nodes) { Paths = _wish.Paths, IsRepeated = true };

    private void OnNearlyFound(LookupTask lookup, Moment now) => Give(lookup, lookup.Peers, now);

    private void OnFound(LookupTask lookup, Moment now)
    {
        IEnumerable<Contact> holders = lookup.Peers;
        if (!_node.Settings.ClientMode && BelongsHere(lookup.Peers))
        {
            _verdicts.Add(_node.Store.Put(Record, now));
            holders = holders.Take(_node.Settings.K - 1);
        }

        Give(lookup, holders, now);
        if (_isPacked)
            RegionSearch.Start(_node, lookup.Peers, Search, OnRegion, now);
        else
            End(now);
    }

    private void OnRegion(RegionSearch region, Moment now)
    {
        foreach (var peer in region.Peers)
            Give(peer, region.TokenOf(peer.Id), now);
        End(now);
    }

    /// <summary>Everybody who should have it has been told.</summary>
    private void End(in Moment now)
    {
        _isWhole = true;
        Report(now);
    }

    private void Give(LookupTask lookup, IEnumerable<Contact> holders, in Moment now)
    {
        Cost = lookup.Cost;
        _isPacked |= KeyRegion.IsPacked(Record.Key, lookup.Peers, _node.Table, _node.Self, _node.Settings);
        foreach (var peer in holders)
            Give(peer, lookup.TokenOf(peer.Id), now);
    }

    private void Give(Contact peer, ulong token, in Moment now)
    {
        if (!_given.Add(peer.Id))
            return;
        _open++;
        Delivery.Start(_node, peer, token, [Record], TimeSpan.Zero, OnDelivered, now);
    }

    private bool BelongsHere(Contact[] peers) =>
        peers.Length < _node.Settings.K || (_node.Self ^ Record.Key) < (peers[^1].Id ^ Record.Key);

    private void OnDelivered(ImmutableArray<StoreVerdict> verdicts, Moment now)
    {
        _verdicts.AddRange(verdicts);
        _open--;
        Report(now);
    }

    private void Report(in Moment now)
    {
        // Peers that are packed around a key may only say that they hold it.
        var isEnough = !_wish.IsPatient && !_isPacked && Holders >= _node.Settings.EnoughHolders;
        if (_hasReported || !isEnough && !(_isWhole && _open == 0))
            return;
        _hasReported = true;
        _onReport(this, now);
    }
}
