using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>The last events of a node, oldest first, bounded in number and in bytes; the oldest fall out. Not thread-safe.</summary>
internal sealed class EventRing(int capacity, long maxBytes = long.MaxValue)
{
    /// <summary>Of an event beside its texts.</summary>
    private const int Overhead = 192;

    private readonly Queue<CatalogEvent> _events = new();

    public int Count => _events.Count;

    /// <summary>About what the events cost.</summary>
    public long Bytes { get; private set; }

    public void Add(CatalogEvent entry)
    {
        var detail = entry.Evidence.Detail;
        if (detail.Length > Evidence.DetailLength)
            entry = entry with { Evidence = entry.Evidence with { Detail = detail[..Evidence.DetailLength] } };
        _events.Enqueue(entry);
        Bytes += SizeOf(entry);
        while (_events.Count > capacity || (Bytes > maxBytes && _events.Count > 1))
            Bytes -= SizeOf(_events.Dequeue());
    }

    public IEnumerable<CatalogEvent> Of(InstanceKey key) => _events.Where(e => e.Key == key);

    private static int SizeOf(CatalogEvent entry) => Overhead
        + (2 * (entry.Key.Service.Value.Length + entry.Key.Id.Value.Length + entry.Change.Length + entry.Evidence.Detail.Length));
}
