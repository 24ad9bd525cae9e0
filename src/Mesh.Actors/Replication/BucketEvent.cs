using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>One write of one owner to one bucket: its number, which instance, and the record that is valid from then on.</summary>
/// <param name="Version">The owner's writes to a bucket are numbered 1, 2, 3, … without gaps.</param>
/// <param name="Record">Null: the instance was removed.</param>
public sealed record BucketEvent(long Version, InstanceKey Key, ServiceInstance? Record);
