using Mesh.Catalog;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnWrites = Mesh.Replication.OwnWrites<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Own writes of the key-value store that Distributed Data does not have yet, gathered per bucket.</summary>
internal sealed class KeyPending(Owner self) : IPendingWrites<KeyBucket, KeySlot, KeyRecord>
{
    private readonly SortedDictionary<int, (OwnerLog State, List<BucketEvent> Writes)> _parts = [];

    public void Add(OwnWrites part)
    {
        var writes = _parts.TryGetValue(part.Index, out var held) ? held.Writes : [];
        writes.AddRange(part.Writes);
        _parts[part.Index] = (part.State, writes);
    }

    public void Add(int index, OwnerLog own) => Add(new OwnWrites(index, own, []));

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
