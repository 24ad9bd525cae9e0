using Mesh.Catalog;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Replication;

/// <summary>Own writes of instances that Distributed Data does not have yet, merged per bucket.</summary>
internal sealed class PendingWrites(Owner self) : IPendingWrites<InstanceBucket, InstanceKey, ServiceInstance>
{
    private readonly SortedDictionary<int, InstanceBucket> _parts = [];

    public void Add(BucketPart part) =>
        _parts[part.Index] = _parts.TryGetValue(part.Index, out var held) ? held.Merge(part.Bucket) : part.Bucket;

    public void Add(int index, OwnerLog own) => Add(new BucketPart(index, InstanceBucket.Empty.With(self, own)));

    public IReadOnlyList<(int Index, InstanceBucket State, InstanceBucket Fragment)> Take()
    {
        var taken = _parts.Select(p => (p.Key, p.Value, p.Value)).ToArray();
        _parts.Clear();
        return taken;
    }
}
