using Akka.Actor;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

internal sealed class InstanceBucketCase : BucketCase
{
    public override IReplicatedData Empty => InstanceBucket.Empty;

    public override Props Props(MeshOptions options, IActorRef holder, IActorRef replicator) =>
        ReplicationActor.Props(Self, options, holder, replicator);

    public override object Replicate(int index, int writes)
    {
        var log = Some.Log(writes);
        var key = Some.Key((int)log.Version);
        var write = new BucketEvent<InstanceKey, ServiceInstance>(log.Version, key, log.Find(key));
        return new ReplicationProtocol.Replicate([new BucketPart(index, InstanceBucket.Of(Self, write))], PolicyTable.Empty, 0);
    }

    public override object State(int index, IReplicatedData bucket) =>
        new ReplicationProtocol.BucketState(Self, new BucketPart(index, (InstanceBucket)bucket));

    public override IReplicatedData With(IReplicatedData bucket, Owner owner, int writes) =>
        ((InstanceBucket)bucket).With(owner, Some.Log(writes));

    public override long VersionOf(IReplicatedData bucket, Owner owner) => ((InstanceBucket)bucket).LogOf(owner).Version;

    public override bool IsGetOwn(object message) => message is ReplicationProtocol.GetOwn;

    public override bool IsWarmed(object message) => message is ReplicationProtocol.Warmed;

    public override bool IsQuietPush(object message) =>
        message is ReplicationProtocol.Push { AckNumber: 0, Relay: false, Parts.Length: 1 };

    public override (int Index, IReplicatedData Bucket)? Arrived(object message) =>
        message is ReplicationProtocol.Arrived { Parts: [var part] } ? (part.Index, part.Bucket) : null;
}
