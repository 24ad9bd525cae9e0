using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>What a watcher gets whose revision is not known: forget everything, then all that is there.</summary>
public static class WatchStart
{
    public static IEnumerable<CatalogChange> From(CatalogSnapshot snapshot, ServiceName? service)
    {
        yield return new CatalogChange(snapshot.Revision, service ?? default, ChangeKind.Reset, null);
        var views = service is { } name
            ? snapshot.Find(name.Value) is { } view ? [view] : []
            : snapshot.Services.Values.OrderBy(v => v.Name);
        foreach (var view in views)
        {
            foreach (var instance in view.Instances)
                yield return new CatalogChange(snapshot.Revision, view.Name, ChangeKind.Added, instance);
        }
    }
}
