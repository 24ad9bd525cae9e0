using System.Collections.Immutable;
using Mesh.Catalog;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Replication;

/// <summary>A bucket of instances.</summary>
internal sealed class InstanceBucket : OwnerBucket<InstanceBucket, InstanceKey, ServiceInstance>
{
    public static readonly InstanceBucket Empty = new(ImmutableSortedDictionary<Owner, OwnerLog>.Empty);

    public InstanceBucket(ImmutableSortedDictionary<Owner, OwnerLog> logs)
        : base(logs, null)
    {
    }

    private InstanceBucket(ImmutableSortedDictionary<Owner, OwnerLog> logs, InstanceBucket? delta)
        : base(logs, delta)
    {
    }

    /// <summary>A fragment that holds some writes of one owner.</summary>
    public static InstanceBucket Of(Owner owner, params ReadOnlySpan<BucketEvent> writes) =>
        new(Empty.Logs.Add(owner, OwnerLog.Of(writes)));

    private protected override InstanceBucket Make(
        ImmutableSortedDictionary<Owner, OwnerLog> logs, InstanceBucket? delta) => new(logs, delta);
}
