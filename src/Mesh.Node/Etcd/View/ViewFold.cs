using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Views;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// The keys of the store with the shown instances among them, as one line of revisions. A stored key hides a shown one.
/// Takes in changes of both and says what each changed here. Not thread-safe.
/// </summary>
internal sealed class ViewFold(long first, ShownKeys shown)
{
    /// <summary>Stands for the writer of a shown key.</summary>
    public static readonly Owner Shown = new("", 0);

    private static readonly Comparer<KeyValue> ByKey = Comparer<KeyValue>.Create(static (a, b) => a.Key.CompareTo(b.Key));

    private readonly ImmutableList<KeyValue>.Builder _entries = ImmutableList.CreateBuilder<KeyValue>();
    private readonly List<KeyEvent> _events = [];

    public long Revision { get; private set; } = first;

    public KeyValueSnapshot Snapshot => new(Revision, _entries.ToImmutable(), []);

    /// <summary>One revision of the store.</summary>
    public KeyChange? Stored(KeyChange change)
    {
        foreach (var one in change.Events)
            Store(one.Entry.Key, one.Kind is KeyEventKind.Put ? one.Entry : null);
        return Step();
    }

    /// <summary>The store as it is, when the steps to it are not known.</summary>
    public KeyChange? Stored(KeyValueSnapshot snapshot)
    {
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

        return Step();
    }

    /// <summary>What a service offers now.</summary>
    public KeyChange? Offered(string service, IReadOnlyList<Selection.Endpoint> endpoints)
    {
        var (appeared, gone) = shown.Update(service, endpoints);
        foreach (var key in gone)
        {
            if (Find(key)?.Owner == Shown)
                Delete(key);
        }

        foreach (var key in appeared)
        {
            if (Find(key) is null)
                Show(key);
        }

        return Step();
    }

    /// <summary>The entry after a write of the store; null: it was deleted there.</summary>
    private void Store(Octets key, KeyValue? entry)
    {
        if (entry is not null)
            Put(key, entry.Value, entry.Lease, entry.Owner);
        else if (shown.At(key).Count > 0)
            Show(key);
        else
            Delete(key);
    }

    private void Show(Octets key) => Put(key, Mesh.Node.Formats.Etcd.NativeRule.ValueAt(key), 0, Shown);

    private void Put(Octets key, Octets value, long lease, Owner owner)
    {
        var index = IndexOf(key);
        var before = index < 0 ? null : _entries[index];
        var revision = RevisionClock.Next(Revision);
        var entry = new KeyValue(
            key, value, before?.CreateRevision ?? revision, revision, (before?.Version ?? 0) + 1, lease, 0, owner);
        if (index < 0)
            _entries.Insert(~index, entry);
        else
            _entries[index] = entry;
        _events.Add(new KeyEvent(KeyEventKind.Put, entry, before));
    }

    private void Delete(Octets key)
    {
        var index = IndexOf(key);
        if (index < 0)
            return;
        var before = _entries[index];
        _entries.RemoveAt(index);
        var entry = new KeyValue(key, default, 0, RevisionClock.Next(Revision), 0, 0, 0, before.Owner);
        _events.Add(new KeyEvent(KeyEventKind.Delete, entry, before));
    }

    /// <summary>What was collected becomes one revision.</summary>
    private KeyChange? Step()
    {
        if (_events.Count == 0)
            return null;
        Revision = RevisionClock.Next(Revision);
        var change = new KeyChange(Revision, [.. _events]);
        _events.Clear();
        return change;
    }

    private KeyValue? Find(Octets key) => IndexOf(key) is >= 0 and var index ? _entries[index] : null;

    private int IndexOf(Octets key) => _entries.BinarySearch(new KeyValue(key, default, 0, 0, 0, 0, 0, Shown), ByKey);
}
