using Mesh.Catalog;

namespace Mesh.Replication;

public sealed partial class ReplicationActor
{
    private void ReceiveWarmUp()
    {
        Receive<WarmUpTick>(_ => _warmUp.Tick(_members));
        Receive<ReplicationProtocol.Versions>(_warmUp.Told);
        Receive<ReplicationProtocol.BucketState>(m =>
        {
            _registry.Tell(new ReplicationProtocol.Arrived([m.Part], PolicyTable.Empty, null, 0), Self);
            _warmUp.Received(m.From, m.Part.Index);
        });
    }

    private void OnWarm()
    {
        Timers.Cancel(nameof(WarmUpTick));
        _registry.Tell(ReplicationProtocol.Warmed.Instance, Self);
    }

    private void ToRegistry(Owner member, IWireMessage message) =>
        Context.PeerSelection(member, MeshNames.RegistryPath).Tell(message, Self);
}
