using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>Finds the k peers nearest to a record's key and stores it there, at this node too if it is one of them.</summary>
internal sealed class PublishTask
{
    private readonly KadContext _context;
    private readonly KadRecord _record;
    private readonly Action<PublishTask, KadTime> _onEnd;
    private readonly List<StoreVerdict> _verdicts = [];
    private LookupTask? _lookup;
    private int _open;

    private PublishTask(KadContext context, KadRecord record, Action<PublishTask, KadTime> onEnd) =>
        (_context, _record, _onEnd) = (context, record, onEnd);

    /// <summary>Peers that hold it now, this node included.</summary>
    public int Holders => _verdicts.Count(v => v is StoreVerdict.Stored or StoreVerdict.Refreshed);

    public ImmutableArray<StoreVerdict> Refusals =>
        [.. _verdicts.Where(v => v is not (StoreVerdict.Stored or StoreVerdict.Refreshed)).Order()];

    public LookupCost Cost => _lookup?.Cost ?? default;

    public static void Start(KadContext context, KadRecord record, Action<PublishTask, KadTime> onEnd, in KadTime now)
    {
        var task = new PublishTask(context, record, onEnd);
        LookupTask.Start(context, record.Key, LookupMode.Nodes, paths: 1, task.OnFound, now);
    }

    private void OnFound(LookupTask lookup, KadTime now)
    {
        _lookup = lookup;
        IEnumerable<Contact> holders = lookup.Peers;
        if (!_context.Settings.ClientMode && BelongsHere(lookup.Peers))
        {
            _verdicts.Add(_context.Store.Put(_record, now));
            holders = holders.Take(_context.Settings.K - 1);
        }

        var targets = holders.ToArray();
        _open = targets.Length;
        foreach (var peer in targets)
            Delivery.Start(_context, peer, lookup.TokenOf(peer.Id), [_record], TimeSpan.Zero, OnDelivered, now);
        if (targets.Length == 0)
            _onEnd(this, now);
    }

    private bool BelongsHere(Contact[] peers) =>
        peers.Length < _context.Settings.K || (_context.Self ^ _record.Key) < (peers[^1].Id ^ _record.Key);

    private void OnDelivered(ImmutableArray<StoreVerdict> verdicts, KadTime now)
    {
        _verdicts.AddRange(verdicts);
        if (--_open == 0)
            _onEnd(this, now);
    }
}
