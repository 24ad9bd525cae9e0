using Akka.DistributedData;

namespace Mesh.Replication;

/// <summary>The typed name of a replicated bucket.</summary>
public sealed class BucketKey(string id) : Key<InstanceBucket>(id);
