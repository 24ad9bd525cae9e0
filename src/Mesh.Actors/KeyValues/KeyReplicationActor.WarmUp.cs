using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.KeyValues;

public sealed partial class KeyReplicationActor
{
    // Whole buckets from a busy member take their time; beginning anew takes longer.
    private const int PatienceWithBuckets = 8;

    private static readonly TimeSpan WarmUpInterval = TimeSpan.FromMilliseconds(400);

    private WarmUp _warmUp = WarmUp.Start;
    private WarmUp? _lastRound;
    private int _ticksInVain;
    private bool _warmTold;

    private void ReceiveWarmUp()
    {
        Receive<WarmUpTick>(_ => OnWarmUpTick());
        Receive<ReplicationProtocol.Versions>(m => Advance(
            _warmUp.Told(m.From, m.Ready, m.Items.Select(v => v.Bucket).Where(b => b >= 0 && b < _keys.Length).Distinct().Order())));
        Receive<KeyReplicationProtocol.KeyBucketState>(m =>
        {
            _isUsed = true;
            _store.Tell(new KeyReplicationProtocol.Arrived([m.Part]), Self);
            Advance(_warmUp.Received(m.From, m.Part.Index));
        });
    }

    /// <summary>A round that does not get on is given up for the next member.</summary>
    private void OnWarmUpTick()
    {
        _ticksInVain = _warmUp == _lastRound ? _ticksInVain + 1 : 0;
        _lastRound = _warmUp;
        var patience = _warmUp.Asked.IsEmpty ? 1 : PatienceWithBuckets;
        if (_warmUp.Source is not null && _ticksInVain < patience)
            return;
        var next = _warmUp.Next(_members.Remove(_self));
        Advance(next);
        (_lastRound, _ticksInVain) = (_warmUp, 0);
        if (next.Source is { } source)
            ToStore(source, new ReplicationProtocol.GetVersions(_self));
    }

    private void Advance(WarmUp next)
    {
        (_warmUp, var ask) = next.Ask();
        if (!ask.IsEmpty)
            ToStore(_warmUp.Source!, new ReplicationProtocol.Pull(_self, ask));
        if (!_warmUp.IsWarm || _warmTold)
            return;
        _warmTold = true;
        Timers.Cancel(nameof(WarmUpTick));
        _store.Tell(KeyReplicationProtocol.Warmed.Instance, Self);
    }

    private void ToStore(Owner member, IWireMessage message) =>
        Context.PeerSelection(member, MeshNames.KeyValuesPath).Tell(message, Self);
}
