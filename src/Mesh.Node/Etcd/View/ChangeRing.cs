using Mesh.KeyValues;
using Mesh.Views;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// What the last revisions of the store became in the view. One thread adds, any may look. The store's revisions are a
/// step apart, so each has a slot of its own until the ring has gone round, or what came since costs too many bytes.
/// </summary>
internal sealed class ChangeRing(int capacity, long maxBytes)
{
    private readonly Entry?[] _slots = new Entry?[capacity];
    private readonly Queue<Entry> _entries = new();

    /// <summary>About what the changes cost.</summary>
    public long Bytes { get; private set; }

    public void Add(long store, KeyChange change)
    {
        var added = new Entry(store, change, KeyHistory.SizeOf(change));
        Volatile.Write(ref Slot(store), added);
        _entries.Enqueue(added);
        Bytes += added.Size;
        while (_entries.Count > _slots.Length || (Bytes > maxBytes && _entries.Count > 1))
        {
            var oldest = _entries.Dequeue();
            Bytes -= oldest.Size;
            Interlocked.CompareExchange(ref Slot(oldest.Store), null, oldest);
        }
    }

    /// <summary>Null: the revision changed nothing here, or is not known any more.</summary>
    public KeyChange? Find(long store) =>
        Volatile.Read(ref Slot(store)) is { } entry && entry.Store == store ? entry.Change : null;

    private ref Entry? Slot(long store) => ref _slots[store / RevisionClock.Step % _slots.Length];

    private sealed record Entry(long Store, KeyChange Change, long Size);
}
