using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// Looks for the records of a key: here, at the peers nearest to it, and in its whole region where those are improbably
/// near. Leaves a copy after a search that ended with the first record.
/// </summary>
internal sealed class LocateTask
{
    private readonly NodeState _node;
    private readonly KadInput.Locate _wish;
    private readonly Action<KadResult.Located> _onEnd;
    private readonly TimeSpan _startedAt;
    private readonly RecordMerge _records = new();
    private LookupTask? _lookup;
    private RegionSearch? _region;
    private LookupCost _cost;
    private bool _isCrowded;
    private bool _isInTime = true;

    private LocateTask(NodeState node, KadInput.Locate wish, Action<KadResult.Located> onEnd, in Moment now) =>
        (_node, _wish, _onEnd, _startedAt) = (node, wish, onEnd, now.At);

    public bool HasEnded { get; private set; }

    public static LocateTask Start(NodeState node, KadInput.Locate wish, Action<KadResult.Located> onEnd, in Moment now)
    {
        var task = new LocateTask(node, wish, onEnd, now);
        var own = node.Store.Get(wish.Key, 0, 0, int.MaxValue, now);
        foreach (var record in own.Records)
            task._records.Add(record, now);
        task._isCrowded = own.IsCrowded;
        if (wish.Mode is LookupMode.First && own.Records.Count > 0)
            task.End();
        else
            task._lookup = LookupTask.Start(node, task.Search(now), task.OnNearest, now);
        return task;
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Abandon()
    {
        HasEnded = true;
        _lookup?.Abandon();
        _region?.Abandon();
    }

    private LookupWish Search(in Moment now) => new(_wish.Key, _wish.Mode)
    {
        Paths = _wish.Paths,
        Records = _records,
        Deadline = (_wish.Deadline ?? _node.Settings.LookupDeadline) - (now.At - _startedAt),
    };

    private void OnNearest(LookupTask lookup, Moment now)
    {
        Take(lookup, now);
        if (_wish.Mode is LookupMode.First && !_records.IsEmpty)
            KeepCopy(lookup, now);
        else if (lookup.IsInTime && KeyRegion.IsPacked(_wish.Key, lookup.Peers, _node.Table, _node.Self, _node.Settings))
        {
            _region = RegionSearch.Start(_node, lookup.Peers, Search(now), OnRegion, now);
            return;
        }

        End();
    }

    private void OnRegion(RegionSearch region, Moment now)
    {
        _cost = _cost with { Messages = _cost.Messages + region.Messages, Failures = _cost.Failures + region.Failures };
        if (region.Peers is { Length: > 0 } peers)
            _lookup = LookupTask.Start(_node, Search(now) with { Only = peers }, OnRegionAsked, now);
        else
            End();
    }

    private void OnRegionAsked(LookupTask lookup, Moment now)
    {
        Take(lookup, now);
        End();
    }

    private void Take(LookupTask lookup, in Moment now)
    {
        _isCrowded |= lookup.IsCrowded;
        _isInTime &= lookup.IsInTime;
        _cost = new LookupCost(
            Math.Max(_cost.Hops, lookup.Cost.Hops),
            _cost.Messages + lookup.Cost.Messages,
            _cost.Failures + lookup.Cost.Failures,
            now.At - _startedAt);
    }

    private void KeepCopy(LookupTask lookup, in Moment now)
    {
        if (lookup.CachePlace is not { } place || lookup.TokenOf(place.Id) == 0)
            return;
        var nearer = Density.PeersWithin(place.Id ^ _wish.Key, _node.Table, _node.Self, _node.Settings.K);
        var life = CacheLife.Of(_node.Settings.CacheLife, _node.Settings.K, nearer);
        Delivery.Start(
            _node, place, lookup.TokenOf(place.Id), [.. _records.Found.Take(1)], life, static (_, _) => { }, now);
    }

    private void End()
    {
        HasEnded = true;
        _onEnd(new KadResult.Located(
            _wish.Operation, [.. _records.Found], !_records.IsEmpty, _isCrowded, _isInTime, _cost));
    }
}
