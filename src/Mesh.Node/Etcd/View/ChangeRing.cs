using Mesh.KeyValues;
using Mesh.Views;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// What the last revisions of the store became in the view. One thread adds, any may look. The store's revisions are a
/// step apart, so each has a slot of its own until the ring has gone round.
/// </summary>
internal sealed class ChangeRing(int capacity)
{
    private readonly Entry?[] _slots = new Entry?[capacity];

    public void Add(long store, KeyChange change) => Volatile.Write(ref Slot(store), new Entry(store, change));

    /// <summary>Null: the revision changed nothing here, or is not known any more.</summary>
    public KeyChange? Find(long store) =>
        Volatile.Read(ref Slot(store)) is { } entry && entry.Store == store ? entry.Change : null;

    private ref Entry? Slot(long store) => ref _slots[store / RevisionClock.Step % _slots.Length];

    private sealed record Entry(long Store, KeyChange Change);
}
