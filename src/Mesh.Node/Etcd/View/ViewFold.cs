using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// The keys of the store with the shown instances among them, as one line of revisions: the store's own numbers where nothing is
/// shown. A stored key hides a shown one. Takes in changes of both and says what each changed here. Not thread-safe.
/// <para>
/// Until the first instance is shown, entries, changes and snapshots are the store's own: nothing is kept twice.
/// </para>
/// </summary>
internal sealed class ViewFold(ShownKeys shown)
{
    /// <summary>Stands for the writer of a shown key.</summary>
    public static readonly Owner Shown = new("", 0);

    private static readonly Comparer<KeyValue> ByKey = Comparer<KeyValue>.Create(static (a, b) => a.Key.CompareTo(b.Key));

    private const long Unnumbered = KeyValue.Unnumbered;

    private readonly ImmutableList<KeyValue>.Builder _entries = ImmutableList.CreateBuilder<KeyValue>();
    private readonly List<KeyEvent> _events = [];

    // The store's snapshot while it is all that is shown.
    private KeyValueSnapshot? _plain = new(KeyRevisions.None, [], []);
    private StateDigest _digest;

    public long Revision { get; private set; } = KeyRevisions.None;

    public KeyValueSnapshot Snapshot => _plain ?? new(Revision, _entries.ToImmutable(), []);

    /// <summary>The next revisions of the store; returns what each became here, null where that is nothing.</summary>
    /// <param name="after">The store after the last of them.</param>
    public IReadOnlyList<KeyChange?> Stored(ImmutableArray<KeyChange> changes, KeyValueSnapshot after)
    {
        if (_plain is not null && !changes.Any(Uncovers))
        {
            (_plain, Revision) = (after, after.Revision);
            return changes;
        }

        Mix();
        return [.. changes.Select(Stored)];
    }

    /// <summary>One revision of the store. One without a change is one here, where that is not past it already.</summary>
    private KeyChange? Stored(KeyChange change)
    {
        foreach (var one in change.Events)
            Store(one.Entry.Key, one.Kind is KeyEventKind.Put ? one.Entry : null);
        var slot = KeyRevisions.SlotOf(change.Revision);
        return Step(slot, isEmptyToo: change.Events.IsEmpty && slot > KeyRevisions.SlotOf(Revision));
    }

    /// <summary>The store as it is, when the steps to it are not known.</summary>
    public KeyChange? Stored(KeyValueSnapshot snapshot)
    {
        Mix();
        foreach (var entry in _entries.ToImmutable())
        {
            if (entry.Owner != Shown && snapshot.Find(entry.Key) is null)
                Store(entry.Key, null);
        }

        foreach (var entry in snapshot.Range(Octets.Empty, null))
        {
            var held = Find(entry.Key);
            if (held is null || held.Owner == Shown || held.Value != entry.Value || held.Lease != entry.Lease)
                Store(entry.Key, entry);
        }

        var slot = KeyRevisions.SlotOf(snapshot.Revision);
        return Step(slot, isEmptyToo: slot > KeyRevisions.SlotOf(Revision));
    }

    /// <summary>What a service offers now.</summary>
    public KeyChange? Offered(string service, IReadOnlyList<Selection.Endpoint> endpoints)
    {
        var (changed, gone) = shown.Update(service, endpoints);
        // What is stored itself hides them all.
        if (_plain is { } store && changed.All(key => store.Find(key) is not null))
            return null;
        Mix();
        foreach (var key in gone)
        {
            if (Find(key)?.Owner == Shown)
                Delete(key);
        }

        foreach (var key in changed)
        {
            if (Find(key) is not { } held || held.Owner == Shown)
                Put(key, shown.At(key)!.Value, 0, Shown);
        }

        return Step(0, isEmptyToo: false);
    }

    /// <summary>Does a stored key go that an instance is shown under?</summary>
    private bool Uncovers(KeyChange change)
    {
        foreach (var one in change.Events)
        {
            if (one.Kind is KeyEventKind.Delete && shown.At(one.Entry.Key) is not null)
                return true;
        }

        return false;
    }

    /// <summary>From here on this line has entries of its own; it does not go back: clients have seen their numbers.</summary>
    private void Mix()
    {
        if (_plain is not { } store)
            return;
        _plain = null;
        _entries.AddRange(store.Range(Octets.Empty, null));
        _digest = StateDigest.Of(_entries);
    }

    /// <summary>The entry after a write of the store; null: it was deleted there.</summary>
    private void Store(Octets key, KeyValue? entry)
    {
        if (entry is not null)
            Put(key, entry.Value, entry.Lease, entry.Owner);
        else if (shown.At(key) is { } visible)
            Put(key, visible.Value, 0, Shown);
        else
            Delete(key);
    }

    private void Put(Octets key, Octets value, long lease, Owner owner)
    {
        var index = IndexOf(key);
        var before = index < 0 ? null : _entries[index];
        var entry = new KeyValue(
            key, value, before?.CreateRevision ?? Unnumbered, Unnumbered, (before?.Version ?? 0) + 1, lease, 0, owner);
        if (index < 0)
            _entries.Insert(~index, entry);
        else
            _entries[index] = entry;
        _digest = _digest.With(before, entry);
        _events.Add(new KeyEvent(KeyEventKind.Put, entry, before));
    }

    private void Delete(Octets key)
    {
        var index = IndexOf(key);
        if (index < 0)
            return;
        var before = _entries[index];
        _entries.RemoveAt(index);
        _digest = _digest.With(before, null);
        _events.Add(new KeyEvent(KeyEventKind.Delete, new KeyValue(key, default, 0, Unnumbered, 0, 0, 0, before.Owner), before));
    }

    /// <summary>What was collected becomes one revision.</summary>
    /// <param name="slot">Its time, if the last is not past it.</param>
    private KeyChange? Step(long slot, bool isEmptyToo)
    {
        if (_events.Count == 0 && !isEmptyToo)
            return null;
        var next = slot > KeyRevisions.SlotOf(Revision) ? slot : KeyRevisions.NextSlot(Revision, 0, _digest);
        Revision = KeyRevisions.Of(next, _digest);
        // Nobody else has these entries yet: they are of no snapshot before the next.
        foreach (var one in _events)
            one.Number(Revision);
        var change = new KeyChange(Revision, [.. _events]);
        _events.Clear();
        return change;
    }

    private KeyValue? Find(Octets key) => IndexOf(key) is >= 0 and var index ? _entries[index] : null;

    private int IndexOf(Octets key) => _entries.BinarySearch(new KeyValue(key, default, 0, 0, 0, 0, 0, Shown), ByKey);
}
