using Akka.Actor;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Hosting;

namespace Mesh.Actors.Tests.Replication;

/// <summary>One kind of bucket, the actor that replicates it, and what the two say to each other.</summary>
internal abstract class BucketCase
{
    public static readonly Owner Self = Some.Owner(1);

    public abstract IReplicatedData Empty { get; }

    public abstract Props Props(MeshOptions options, IActorRef holder, IActorRef replicator);

    /// <summary>What the holder says of the last of so many writes of <see cref="Self"/>.</summary>
    public abstract object Replicate(int index, int writes);

    /// <summary>What the holder answers when it is asked for a bucket.</summary>
    public abstract object State(int index, IReplicatedData bucket);

    public abstract IReplicatedData With(IReplicatedData bucket, Owner owner, int writes);

    public abstract long VersionOf(IReplicatedData bucket, Owner owner);

    public abstract bool IsGetOwn(object message);

    public abstract bool IsWarmed(object message);

    /// <summary>A push of one write, which nobody has to acknowledge or to pass on?</summary>
    public abstract bool IsQuietPush(object message);

    /// <summary>What the holder is told of; null: another message.</summary>
    public abstract (int Index, IReplicatedData Bucket)? Arrived(object message);
}
