using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Node.Data;

/// <summary>Which instances a node stores, and which of those stored it brings back. Pure.</summary>
internal static class KeptPlan
{
    private static readonly string[] Endings = [Causes.Deregistered, Causes.DeregisterTime];

    /// <summary>The kept instances that this node owns.</summary>
    public static IReadOnlyList<ServiceInstance> ToStore(CatalogSnapshot snapshot, string self) =>
    [
        .. snapshot.Services.Values.SelectMany(s => s.Instances)
            .Where(v => v.Instance.Life is Lifetime.Anchored or Lifetime.Floating && v.Owner.Address == self)
            .Select(v => v.Instance)
            .OrderBy(i => i.Key),
    ];

    /// <summary>
    /// An instance that somebody has now was adopted. One that nobody has was lost with the whole mesh, unless the mesh
    /// lived on and remembers that it was removed on purpose.
    /// </summary>
    public static bool IsToRestore(CatalogSnapshot snapshot, InstanceKey key, IEnumerable<CatalogEvent> story) =>
        snapshot.Find(key.Service.Value)?.Instances.Any(v => v.Instance.Id == key.Id) is not true
        && !story.Any(told => Endings.Contains(told.Evidence.Cause));
}
