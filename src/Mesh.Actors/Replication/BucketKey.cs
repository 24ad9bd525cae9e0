using Akka.DistributedData;

namespace Mesh.Replication;

/// <summary>The typed name of a replicated bucket.</summary>
internal sealed class BucketKey(string id) : Key<InstanceBucket>(id);
