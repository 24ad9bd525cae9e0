using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>
/// What callers see, built step by step: the sorted entries with this node's counters, the leases, and the changes since
/// the last snapshot. A step's changes share one revision, which they get at its end.
/// </summary>
internal sealed class KeyView(KeyValueSnapshot published)
{
    private const long Unnumbered = KeyValue.Unnumbered;

    private readonly ImmutableList<KeyValue>.Builder _entries = published.Entries.ToBuilder();
    private readonly ImmutableSortedSet<long>.Builder _leases = ImmutableSortedSet.CreateBuilder<long>();
    private readonly Dictionary<long, HashSet<Octets>> _keysOfLease = KeysOf(published);
    private readonly List<KeyEvent> _step = [];
    private StateDigest _digest = StateDigest.Of(published.Entries);
    private List<KeyChange> _changes = [];
    private bool _isStale = published.Leases.Count > 0;

    public long Revision { get; private set; } = published.Revision;

    public int Count => _entries.Count;

    public int Leases => _leases.Count;

    /// <summary>Would the next snapshot differ from the last, in what watchers see or in owners and leases?</summary>
    public bool HasNews => _changes.Count > 0 || _isStale;

    public IReadOnlyDictionary<long, HashSet<Octets>> KeysOfLease => _keysOfLease;

    public KeyValue? Find(Octets key)
    {
        var index = KeyValueSnapshot.IndexOf(_entries, key);
        return index < 0 ? null : _entries[index];
    }

    public ImmutableArray<Octets> KeysOf(long lease) =>
        _keysOfLease.TryGetValue(lease, out var keys) ? [.. keys.Order()] : [];

    public ImmutableArray<Octets> KeysIn(Octets from, Octets? to)
    {
        var index = KeyValueSnapshot.IndexOf(_entries, from);
        var keys = ImmutableArray.CreateBuilder<Octets>();
        for (var i = index < 0 ? ~index : index; i < _entries.Count && !(_entries[i].Key >= to); i++)
            keys.Add(_entries[i].Key);
        return keys.ToImmutable();
    }

    /// <summary>Was anything numbered otherwise than by its writer since this was taken last? Then others may be behind, or ahead.</summary>
    public bool IsIrregular { get; private set; }

    public StateDigest Digest => _digest;

    /// <summary>Shows a record, or with null that there is none; returns what was shown before.</summary>
    /// <param name="always">A write of the same content counts as one too; else it only changes the owner, unseen by watchers.</param>
    public KeyValue? Show(Octets key, KeyRecord? record, Owner owner, bool always)
    {
        if (record is null)
        {
            if (KeyValueSnapshot.Replace(_entries, key, null) is not { } gone)
                return null;
            Unlink(gone);
            _digest = _digest.With(gone, null);
            _step.Add(new KeyEvent(KeyEventKind.Delete, new KeyValue(key, default, 0, Unnumbered, 0, 0, 0, owner), gone));
            return gone;
        }

        var index = KeyValueSnapshot.IndexOf(_entries, key);
        var before = index < 0 ? null : _entries[index];
        var isSame = before is { ModRevision: not Unnumbered } && !always && before.Lease == record.Lease && before.Flags == record.Flags
            && before.Value == record.Value;
        var entry = isSame
            ? before! with { Owner = owner }
            : new KeyValue(
                key,
                record.Value,
                before?.CreateRevision ?? Unnumbered,
                Unnumbered,
                (before?.Version ?? 0) + 1,
                record.Lease,
                record.Flags,
                owner);
        if (index < 0)
            _entries.Insert(~index, entry);
        else
            _entries[index] = entry;
        _isStale = true;
        if (isSame)
            return before;
        _digest = _digest.With(before, entry);
        if (before is not null && before.Lease != record.Lease)
            Unlink(before);
        if (record.Lease != 0)
            Link(entry);
        _step.Add(new KeyEvent(KeyEventKind.Put, entry, before));
        return before;
    }

    public void ShowLease(long lease, bool isThere) => _isStale |= isThere ? _leases.Add(lease) : _leases.Remove(lease);

    /// <summary>Ends a step; its changes, if any, get the next revision.</summary>
    /// <param name="claim">That of its writes, by which every node numbers them; 0: they have none in common.</param>
    public void EndStep(long claim = 0)
    {
        if (_step.Count == 0)
            return;
        var slot = KeyRevisions.NextSlot(Revision, claim, _digest);
        IsIrregular |= slot != KeyRevisions.SlotOfClaim(claim);
        Revision = KeyRevisions.Of(slot, _digest);
        // Nobody else has these entries yet: they are of no snapshot before the next.
        foreach (var one in _step)
            one.Number(Revision);
        _changes.Add(new KeyChange(Revision, [.. _step]));
        _step.Clear();
    }

    /// <summary>A revision at this time without a change, where the last one is before it: another node is there already.</summary>
    public void Reach(long slot)
    {
        EndStep();
        if (slot <= KeyRevisions.SlotOf(Revision))
            return;
        Revision = KeyRevisions.Of(slot, _digest);
        _changes.Add(new KeyChange(Revision, []));
    }

    public bool TakeIrregular()
    {
        var was = IsIrregular;
        IsIrregular = false;
        return was;
    }

    public (KeyValueSnapshot Snapshot, IReadOnlyList<KeyChange> Changes) Take()
    {
        EndStep();
        var changes = _changes;
        _changes = [];
        _isStale = false;
        return (new KeyValueSnapshot(Revision, _entries.ToImmutable(), _leases.ToImmutable()), changes);
    }

    private static Dictionary<long, HashSet<Octets>> KeysOf(KeyValueSnapshot snapshot) => snapshot.Entries
        .Where(e => e.Lease != 0).GroupBy(e => e.Lease).ToDictionary(g => g.Key, g => g.Select(e => e.Key).ToHashSet());

    private void Link(KeyValue entry)
    {
        if (!_keysOfLease.TryGetValue(entry.Lease, out var keys))
            _keysOfLease[entry.Lease] = keys = [];
        keys.Add(entry.Key);
    }

    private void Unlink(KeyValue entry)
    {
        if (entry.Lease != 0 && _keysOfLease.TryGetValue(entry.Lease, out var keys) && keys.Remove(entry.Key) && keys.Count == 0)
            _keysOfLease.Remove(entry.Lease);
    }
}
