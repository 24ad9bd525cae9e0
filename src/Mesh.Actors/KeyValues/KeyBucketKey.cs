using Akka.DistributedData;

namespace Mesh.KeyValues;

/// <summary>The typed name of a replicated bucket.</summary>
public sealed class KeyBucketKey(string id) : Key<KeyBucket>(id);
