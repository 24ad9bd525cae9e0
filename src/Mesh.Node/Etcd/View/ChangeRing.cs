using System.Collections.Concurrent;
using Mesh.KeyValues;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// What the last revisions of the store became in the view, bounded by their number and by what they cost. One thread adds, any
/// may look.
/// </summary>
internal sealed class ChangeRing(int capacity, long maxBytes)
{
    private readonly ConcurrentDictionary<long, KeyChange> _byRevision = new();
    private readonly Queue<(long Store, long Size)> _entries = new();

    /// <summary>About what the changes cost.</summary>
    public long Bytes { get; private set; }

    public void Add(long store, KeyChange change)
    {
        var size = KeyHistory.SizeOf(change);
        _byRevision[store] = change;
        _entries.Enqueue((store, size));
        Bytes += size;
        while (_entries.Count > capacity || (Bytes > maxBytes && _entries.Count > 1))
        {
            var oldest = _entries.Dequeue();
            Bytes -= oldest.Size;
            _byRevision.TryRemove(oldest.Store, out _);
        }
    }

    /// <summary>Null: the revision changed nothing here, or is not known any more.</summary>
    public KeyChange? Find(long store) => _byRevision.GetValueOrDefault(store);
}
