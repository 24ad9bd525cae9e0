using Akka.Actor;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Cluster.Tests.Replication;
using Mesh.Membership;
using Mesh.Replication;
using Mesh.Testing;

namespace Mesh.Cluster.Tests.Trust;

/// <summary>A member that says what it likes to the others.</summary>
internal sealed class Forger(ReplicatedNode node)
{
    public const int Buckets = 8;

    private readonly Address _self = ((ExtendedActorSystem)node.System).Provider.DefaultAddress;

    public IActorRef Own => ((ExtendedActorSystem)node.System).Provider.ResolveActorRef($"{_self}{MeshNames.ReplicationPath}");

    /// <summary>An actor of another node, to be named as the sender.</summary>
    public IActorRef ActorOf(Owner other, string path) =>
        ((ExtendedActorSystem)node.System).Provider.ResolveActorRef($"{OwnerAddress.ToAkka(other.Address, _self)}{path}");

    public void Tell(Owner to, string path, object message, IActorRef sender) =>
        node.System.ActorSelection($"{OwnerAddress.ToAkka(to.Address, _self)}{path}").Tell(message, sender);

    public static BucketPart Part(Owner owner, ServiceInstance record, long version)
    {
        var log = OwnerLog<InstanceKey, ServiceInstance>.Empty;
        var whole = new OwnerLog<InstanceKey, ServiceInstance>(version, log.Live.Add(record.Key, record), log.Cloud);
        return new BucketPart(BucketKeys.IndexOf(record.Key, Buckets), InstanceBucket.Empty.With(owner, whole));
    }

    /// <summary>Puts it into Distributed Data at the forger, from where gossip carries it.</summary>
    public async Task ReplicateAsync(BucketPart part) => Assert.IsType<UpdateSuccess>(
        await DistributedData.Get(node.System).Replicator.Ask(
            Dsl.Update(BucketKeys.Key(part.Index, Buckets), InstanceBucket.Empty, WriteLocal.Instance, held => held.WithDelta(part.Bucket, InstanceBucket.Empty)),
            Patience.Limit));
}
