using System.Collections.Immutable;

namespace Mesh.KeyValues;

/// <summary>The entries of one node at one revision, in bytewise order of their keys. Immutable.</summary>
public sealed class KeyValueSnapshot
{
    private static readonly Comparer<KeyValue> ByKey = Comparer<KeyValue>.Create(static (a, b) => a.Key.CompareTo(b.Key));

    private readonly ImmutableList<KeyValue> _entries;

    /// <param name="entries">Sorted by key, no key twice.</param>
    public KeyValueSnapshot(long revision, ImmutableList<KeyValue> entries, ImmutableSortedSet<long> leases)
    {
        Revision = revision;
        _entries = entries;
        Leases = leases;
    }

    /// <summary>
    /// Strictly increases on a node, over its restarts too. Two nodes that have seen the same writes one after another have the same
    /// number, and one number is of one state.
    /// </summary>
    public long Revision { get; }

    /// <summary>The leases of the whole mesh.</summary>
    public ImmutableSortedSet<long> Leases { get; }

    public int Count => _entries.Count;

    internal ImmutableList<KeyValue> Entries => _entries;

    public KeyValue? Find(Octets key)
    {
        var index = IndexOf(_entries, key);
        return index < 0 ? null : _entries[index];
    }

    /// <summary>How many keys there are from <paramref name="from"/> up to, not including, <paramref name="to"/>; null: to the end.</summary>
    public int CountOf(Octets from, Octets? to)
    {
        var (first, end) = Bounds(from, to);
        return end - first;
    }

    /// <summary>The entries from <paramref name="from"/> up to, not including, <paramref name="to"/>; null: to the end.</summary>
    public IEnumerable<KeyValue> Range(Octets from, Octets? to)
    {
        var (first, end) = Bounds(from, to);
        for (var i = first; i < end; i++)
            yield return _entries[i];
    }

    /// <summary>The position of a key, or the complement of where it would be.</summary>
    internal static int IndexOf(ImmutableList<KeyValue> entries, Octets key) => entries.BinarySearch(Probe(key), ByKey);

    internal static int IndexOf(ImmutableList<KeyValue>.Builder entries, Octets key) => entries.BinarySearch(Probe(key), ByKey);

    /// <summary>The entries as they were before these changes.</summary>
    internal KeyValueSnapshot Before(ImmutableArray<KeyChange> changes, long revision)
    {
        var entries = _entries.ToBuilder();
        for (var i = changes.Length - 1; i >= 0; i--)
        {
            foreach (var change in changes[i].Events)
                Replace(entries, change.Entry.Key, change.Previous);
        }

        return new KeyValueSnapshot(revision, entries.ToImmutable(), Leases);
    }

    /// <summary>Puts an entry in place of the one with its key, or takes that out; returns what was there.</summary>
    internal static KeyValue? Replace(ImmutableList<KeyValue>.Builder entries, Octets key, KeyValue? entry)
    {
        var index = IndexOf(entries, key);
        if (index < 0)
        {
            if (entry is not null)
                entries.Insert(~index, entry);
            return null;
        }

        var before = entries[index];
        if (entry is null)
            entries.RemoveAt(index);
        else
            entries[index] = entry;
        return before;
    }

    private (int First, int End) Bounds(Octets from, Octets? to)
    {
        var first = Position(from);
        return (first, to is { } end ? Math.Max(first, Position(end)) : _entries.Count);
    }

    private int Position(Octets key)
    {
        var index = IndexOf(_entries, key);
        return index < 0 ? ~index : index;
    }

    private static KeyValue Probe(Octets key) => new(key, default, 0, 0, 0, 0, 0, null!);
}
