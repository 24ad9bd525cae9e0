using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>The last events of a node, oldest first; the oldest fall out. Not thread-safe.</summary>
internal sealed class EventRing(int capacity)
{
    private readonly Queue<CatalogEvent> _events = new();

    public void Add(CatalogEvent entry)
    {
        var detail = entry.Evidence.Detail;
        if (detail.Length > Evidence.DetailLength)
            entry = entry with { Evidence = entry.Evidence with { Detail = detail[..Evidence.DetailLength] } };
        _events.Enqueue(entry);
        if (_events.Count > capacity)
            _events.Dequeue();
    }

    public IEnumerable<CatalogEvent> Of(InstanceKey key) => _events.Where(e => e.Key == key);
}
