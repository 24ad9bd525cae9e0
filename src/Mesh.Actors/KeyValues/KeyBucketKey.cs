using Akka.DistributedData;

namespace Mesh.KeyValues;

/// <summary>The typed name of a replicated bucket.</summary>
internal sealed class KeyBucketKey(string id) : Key<KeyBucket>(id);
