using Mesh.KeyValues;
using Mesh.Node.Data.Records;
using OwnBucket = System.Collections.Immutable.ImmutableSortedDictionary<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.Node.Data.Mirrors;

/// <summary>
/// What is stored of the key-value store, and how that differs from the node's own logs, tombstones among them. A bucket
/// that is the same object as at the last look costs nothing. Pure.
/// </summary>
internal sealed class KeyMirror
{
    private readonly Dictionary<KeySlot, KeyRecord> _stored;
    private readonly List<(KeySlot Slot, KeyRecord? Record)> _changes = [];
    private IReadOnlyList<OwnBucket> _seen = [];
    private IReadOnlyList<OwnBucket> _looked = [];
    private bool _isWholeDue = true;
    private bool _isWholeDueNext;

    public KeyMirror(IEnumerable<KeyRecord> stored) => _stored = stored.ToDictionary(r => r.Slot);

    public int Count => _stored.Count;

    /// <param name="own">The node's own logs, by bucket.</param>
    /// <param name="absence">Asked for each record that is stored and in no log; null: absence means nothing now.</param>
    public IReadOnlyList<StoreChange> Diff(IReadOnlyList<OwnBucket> own, Func<KeySlot, Absence>? absence)
    {
        _changes.Clear();
        _looked = own;
        _isWholeDueNext = absence is null;
        var isWhole = _isWholeDue || own.Count != _seen.Count;
        for (var i = 0; i < own.Count; i++)
        {
            if (!isWhole && ReferenceEquals(own[i], _seen[i]))
                continue;
            AddPuts(own[i]);
            if (!isWhole && absence is not null)
                AddAbsent(_seen[i].Keys.Where(k => !own[i].ContainsKey(k)), absence);
        }

        if (isWhole && absence is not null)
        {
            var present = own.SelectMany(b => b.Keys).ToHashSet();
            AddAbsent(_stored.Keys.Where(k => !present.Contains(k)), absence);
        }

        return [.. _changes.Select(c => new StoreChange(StoredRows.KeyOf(c.Slot), c.Record is null ? null : StoredRows.Of(c.Record)))];
    }

    /// <summary>The changes of the last difference are stored.</summary>
    public void Accept()
    {
        foreach (var (slot, record) in _changes)
        {
            if (record is null)
                _stored.Remove(slot);
            else
                _stored[slot] = record;
        }

        _changes.Clear();
        _seen = _looked;
        _isWholeDue = _isWholeDueNext;
    }

    /// <summary>Nothing is stored any longer.</summary>
    public void Forget()
    {
        _changes.Clear();
        _stored.Clear();
        _isWholeDue = true;
    }

    private void AddPuts(OwnBucket bucket)
    {
        foreach (var (slot, record) in bucket)
        {
            // A newer node's records of another kind are not this one's to keep.
            if (slot.Space is not (KeySpace.Entry or KeySpace.Lease))
                continue;
            var held = _stored.GetValueOrDefault(slot);
            if (!ReferenceEquals(held, record) && held != record)
                _changes.Add((slot, record));
        }
    }

    private void AddAbsent(IEnumerable<KeySlot> absent, Func<KeySlot, Absence> absence)
    {
        foreach (var slot in absent)
        {
            if (!_stored.ContainsKey(slot))
                continue;
            if (absence(slot) is Absence.Unknown)
                _isWholeDueNext = true;
            else
                _changes.Add((slot, null));
        }
    }
}
