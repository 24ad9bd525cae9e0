using System.Collections.Immutable;

namespace Mesh.KeyValues;

/// <summary>
/// The last changes of a node in order of revision, bounded by the number of their events and by their bytes; the newest
/// stays, however large it is. Not thread-safe: the hub guards it.
/// </summary>
internal sealed class KeyHistory(long first, int capacity, long maxBytes = long.MaxValue)
{
    /// <summary>Of an event beside the bytes of its keys and values.</summary>
    private const int Overhead = 256;

    private KeyChange?[] _ring = new KeyChange[64];
    private int _head;
    private int _count;
    private int _events;

    /// <summary>Everything after this revision is here.</summary>
    public long Floor { get; private set; } = first;

    /// <summary>About what the changes cost. A value that was written and deleted counts twice, though it is there once.</summary>
    public long Bytes { get; private set; }

    public void Add(KeyChange change)
    {
        if (_count == _ring.Length)
            Grow();
        _ring[(_head + _count) & (_ring.Length - 1)] = change;
        _count++;
        _events += CountOf(change);
        Bytes += SizeOf(change);
        while ((_events > capacity || Bytes > maxBytes) && _count > 1)
            Drop();
    }

    public void Compact(long revision)
    {
        while (_count > 0 && At(0).Revision <= revision)
            Drop();
        Floor = Math.Max(Floor, revision);
    }

    /// <summary>What came after a revision; null when that reaches too far back.</summary>
    public ImmutableArray<KeyChange>? Since(long revision)
    {
        if (revision < Floor)
            return null;
        var first = FirstAfter(revision);
        var items = ImmutableArray.CreateBuilder<KeyChange>(_count - first);
        for (var i = first; i < _count; i++)
            items.Add(At(i));
        return items.MoveToImmutable();
    }

    /// <summary>Was this a revision of this node, as far back as it knows?</summary>
    public bool Contains(long revision) => revision == Floor || IndexOf(revision) >= 0;

    /// <summary>The last revision that a reader from here on does not want; null: this node has none that ends there.</summary>
    public long? Before(long start)
    {
        if (Contains(start - 1))
            return start - 1;
        return IndexOf(start) switch
        {
            < 0 => null,
            0 => Floor,
            var index => At(index - 1).Revision,
        };
    }

    /// <summary>About what a change costs, in bytes.</summary>
    public static long SizeOf(KeyChange change)
    {
        var bytes = 0L;
        foreach (var one in change.Events)
            bytes += Overhead + one.Entry.Key.Length + Math.Max(one.Entry.Value.Length, one.Previous?.Value.Length ?? 0);
        return bytes;
    }

    private int FirstAfter(long revision)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Revision <= revision)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private int IndexOf(long revision)
    {
        var index = FirstAfter(revision - 1);
        return index < _count && At(index).Revision == revision ? index : -1;
    }

    /// <summary>A revision without events takes a place too.</summary>
    private static int CountOf(KeyChange change) => Math.Max(1, change.Events.Length);

    private KeyChange At(int index) => _ring[(_head + index) & (_ring.Length - 1)]!;

    private void Drop()
    {
        var oldest = At(0);
        Floor = oldest.Revision;
        _events -= CountOf(oldest);
        Bytes -= SizeOf(oldest);
        _ring[_head] = null;
        _head = (_head + 1) & (_ring.Length - 1);
        _count--;
    }

    private void Grow()
    {
        var larger = new KeyChange?[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = At(i);
        (_ring, _head) = (larger, 0);
    }
}
