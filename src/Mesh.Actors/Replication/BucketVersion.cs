using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>How far a replica has followed one owner's writes to one bucket.</summary>
internal readonly record struct BucketVersion(int Bucket, Owner Owner, long Version);
