using Mesh.Catalog;

namespace Mesh.Replication;

public sealed partial class ReplicationActor
{
    private void ReceiveWarmUp()
    {
        Receive<WarmUpTick>(_ => OnWarmUpTick());
        Receive<ReplicationProtocol.Versions>(m => Advance(
            _warmUp.Told(m.From, m.Ready, m.Items.Select(v => v.Bucket).Where(b => b < _keys.Length).Distinct().Order())));
        Receive<ReplicationProtocol.BucketState>(m =>
        {
            _registry.Tell(new ReplicationProtocol.Arrived([m.Part], PolicyTable.Empty, null, 0), Self);
            Advance(_warmUp.Received(m.From, m.Part.Index));
        });
    }

    /// <summary>A round that did not get on since the last tick is given up for the next member.</summary>
    private void OnWarmUpTick()
    {
        var before = _lastRound;
        _lastRound = _warmUp;
        if (_warmUp.Source is not null && _warmUp != before)
            return;
        var next = _warmUp.Next(_members.Remove(_self));
        Advance(next);
        _lastRound = _warmUp;
        if (next.Source is { } source)
            ToRegistry(source, new ReplicationProtocol.GetVersions(_self));
    }

    private void Advance(WarmUp next)
    {
        (_warmUp, var ask) = next.Ask();
        if (!ask.IsEmpty)
            ToRegistry(_warmUp.Source!, new ReplicationProtocol.Pull(_self, ask));
        if (!_warmUp.IsWarm || _warmTold)
            return;
        _warmTold = true;
        Timers.Cancel(nameof(WarmUpTick));
        _registry.Tell(ReplicationProtocol.Warmed.Instance, Self);
    }

    private void ToRegistry(Owner member, IWireMessage message) =>
        Context.PeerSelection(member, MeshNames.RegistryPath).Tell(message, Self);
}
