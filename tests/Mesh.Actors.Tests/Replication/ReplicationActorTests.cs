namespace Mesh.Actors.Tests.Replication;

public sealed class ReplicationActorTests() : BucketReplicationActorTests(new InstanceBucketCase());
