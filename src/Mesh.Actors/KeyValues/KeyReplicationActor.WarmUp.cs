using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.KeyValues;

public sealed partial class KeyReplicationActor
{
    private void ReceiveWarmUp()
    {
        Receive<WarmUpTick>(_ => _warmUp.Tick(_members));
        Receive<ReplicationProtocol.Versions>(_warmUp.Told);
        Receive<KeyReplicationProtocol.KeyBucketState>(m =>
        {
            _isUsed = true;
            _store.Tell(new KeyReplicationProtocol.Arrived([m.Part]), Self);
            _warmUp.Received(m.From, m.Part.Index);
        });
    }

    private void OnWarm()
    {
        Timers.Cancel(nameof(WarmUpTick));
        _store.Tell(KeyReplicationProtocol.Warmed.Instance, Self);
    }

    private void ToStore(Owner member, IWireMessage message) =>
        Context.PeerSelection(member, MeshNames.KeyValuesPath).Tell(message, Self);
}
