using Mesh.Actors.Tests.Replication;

namespace Mesh.Actors.Tests.KeyValues;

public sealed class KeyReplicationActorTests() : BucketReplicationActorTests(new KeyBucketCase());
