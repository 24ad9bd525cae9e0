using Mesh.Catalog;
using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Views;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Node.Federation;

/// <summary>
/// What one stream has told of a service: from the changes of the view to events, within the bounds of a stream. Decides;
/// does no I/O.
/// </summary>
internal sealed class ExportFeed(string mesh, int maxInstances, int maxBytes)
{
    private readonly Dictionary<InstanceId, InstanceView> _told = [];

    /// <summary>All there is; what was told before counts no more.</summary>
    public P.Snapshot Snapshot(Resolution now)
    {
        _told.Clear();
        var snapshot = new P.Snapshot { Mesh = mesh, Revision = now.Revision, AgeMs = (long)now.Age.TotalMilliseconds };
        var bytes = 0;
        foreach (var view in now.Instances)
        {
            var wire = FederationMapping.ToWire(view);
            bytes += wire.CalculateSize() + 8;
            if (snapshot.Instances.Count == maxInstances || bytes > maxBytes)
            {
                snapshot.Truncated = true;
                break;
            }

            snapshot.Instances.Add(wire);
            _told[view.Instance.Id] = view;
        }

        return snapshot;
    }

    /// <summary>Null: the other side knows it, or there is no room for it.</summary>
    public P.Event? On(CatalogChange change)
    {
        if (change.Instance is not { } view)
            return null;
        var id = view.Instance.Id;
        if (change.Kind is ChangeKind.Removed)
            return _told.Remove(id) ? new P.Event { Removed = id.Value } : null;
        var known = _told.TryGetValue(id, out var before);
        if (known ? before == view : _told.Count >= maxInstances)
            return null;
        _told[id] = view;
        return new P.Event { Put = FederationMapping.ToWire(view) };
    }
}
