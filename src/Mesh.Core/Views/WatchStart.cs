using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>What a watcher gets whose revision is not known: forget everything, then all that is there.</summary>
public static class WatchStart
{
    public static IEnumerable<CatalogChange> From(CatalogSnapshot snapshot, ServiceName? service)
    {
        yield return new CatalogChange(snapshot.Revision, service ?? default, ChangeKind.Reset, null);
        foreach (var view in Views(snapshot, service))
        {
            foreach (var instance in view.Instances)
                yield return new CatalogChange(snapshot.Revision, view.Name, ChangeKind.Added, instance);
        }
    }

    private static IEnumerable<ServiceView> Views(CatalogSnapshot snapshot, ServiceName? service)
    {
        if (service is not { } name)
            return snapshot.Services.Values.OrderBy(v => v.Name);
        return snapshot.Find(name.Value) is { } view ? [view] : [];
    }
}
