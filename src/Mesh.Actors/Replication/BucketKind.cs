using Akka.Actor;
using Akka.DistributedData;

namespace Mesh.Replication;

/// <summary>One kind of replicated buckets, to the actor that replicates it.</summary>
/// <param name="Key">The typed name of a bucket, by its index and the count of buckets.</param>
/// <param name="ReplicationPath">Where members take pushes.</param>
/// <param name="HolderPath">Where members hold their buckets and are asked for them.</param>
/// <param name="GetOwn">Asks the holder of this node for all of the node's own writes.</param>
/// <param name="Warmed">Tells it that this node holds every bucket that the others hold.</param>
internal sealed record BucketKind<TBucket>(
    TBucket Empty,
    Func<int, int, Key<TBucket>> Key,
    string ReplicationPath,
    string HolderPath,
    INoSerializationVerificationNeeded GetOwn,
    INoSerializationVerificationNeeded Warmed)
    where TBucket : IReplicatedData;
