using System.Collections.Immutable;

namespace Mesh.Replication;

/// <summary>Own writes that Distributed Data does not have yet, merged per bucket.</summary>
internal sealed class PendingWrites
{
    private readonly SortedDictionary<int, InstanceBucket> _parts = [];

    public bool IsEmpty => _parts.Count == 0;

    public void Add(BucketPart part) =>
        _parts[part.Index] = _parts.TryGetValue(part.Index, out var held) ? held.Merge(part.Bucket) : part.Bucket;

    public ImmutableArray<BucketPart> Take()
    {
        ImmutableArray<BucketPart> taken = [.. _parts.Select(p => new BucketPart(p.Key, p.Value))];
        _parts.Clear();
        return taken;
    }
}
