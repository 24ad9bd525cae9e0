using Mesh.Catalog;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Own writes that Distributed Data does not have yet, gathered per bucket.</summary>
internal sealed class KeyPending(Owner self)
{
    private readonly SortedDictionary<int, (OwnerLog State, List<BucketEvent> Writes)> _parts = [];

    public void Add(KeyWrites part)
    {
        var writes = _parts.TryGetValue(part.Index, out var held) ? held.Writes : [];
        writes.AddRange(part.Writes);
        _parts[part.Index] = (part.State, writes);
    }

    /// <summary>For each bucket the own log as it is now, and what is to be sent of it.</summary>
    public IReadOnlyList<(int Index, KeyBucket State, KeyBucket Fragment)> Take()
    {
        var taken = _parts.Select(p => (
            p.Key,
            KeyBucket.Empty.With(self, p.Value.State),
            KeyLoads.Fragment(self, p.Value.State, p.Value.Writes.ToArray()))).ToArray();
        _parts.Clear();
        return taken;
    }
}
