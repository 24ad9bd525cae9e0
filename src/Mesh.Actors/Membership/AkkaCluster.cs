using Akka.Actor;
using Akka.Cluster;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>The cluster of an ActorSystem, and the way to the peers in it.</summary>
internal sealed class AkkaCluster(ActorSystem system) : IClusterControl, IPeerPaths
{
    private readonly Cluster _cluster = Cluster.Get(system);

    public Owner Self { get; } = OwnerAddress.Of(Cluster.Get(system).SelfUniqueAddress);

    public Props? Events(IActorRef membership) => ClusterEventsActor.Props(membership);

    public void Join(string address) => _cluster.Join(OwnerAddress.ToAkka(address, _cluster.SelfAddress));

    public void Leave(string address) => _cluster.Leave(OwnerAddress.ToAkka(address, _cluster.SelfAddress));

    public void Down(string address) => _cluster.Down(OwnerAddress.ToAkka(address, _cluster.SelfAddress));

    public ICanTell MembershipAt(string address) =>
        system.ActorSelection(OwnerAddress.ToAkka(address, _cluster.SelfAddress) + MeshNames.MembershipPath);
}
