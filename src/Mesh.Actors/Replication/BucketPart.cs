namespace Mesh.Replication;

/// <summary>A bucket, or a fragment of one, with its number.</summary>
internal sealed record BucketPart(int Index, InstanceBucket Bucket);
