using Akka.Actor;
using Mesh.Catalog;
using Mesh.Options;
using Mesh.Replication;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Replication;

public sealed class ReplicationActorTests : BucketReplicationActorTests<InstanceBucket, InstanceKey, ServiceInstance>
{
    protected override InstanceBucket Empty => InstanceBucket.Empty;

    protected override OwnerLog LogWith(int writes) => Some.Log(writes);

    protected override Props Props(MeshOptions options, IActorRef holder, IActorRef replicator) =>
        ReplicationActor.Props(Self, options, holder, replicator);

    protected override object Replicate(int index, OwnerLog log)
    {
        var key = Some.Key((int)log.Version);
        var write = new BucketEvent<InstanceKey, ServiceInstance>(log.Version, key, log.Find(key));
        return new ReplicationProtocol.Replicate([new BucketPart(index, InstanceBucket.Of(Self, write))], PolicyTable.Empty, 0);
    }

    protected override bool IsGetOwn(object message) => message is ReplicationProtocol.GetOwn;

    protected override bool IsWarmed(object message) => message is ReplicationProtocol.Warmed;

    protected override (int Index, InstanceBucket Bucket)? Arrived(object message) =>
        message is ReplicationProtocol.Arrived { Parts: [var part] } ? (part.Index, part.Bucket) : null;
}
