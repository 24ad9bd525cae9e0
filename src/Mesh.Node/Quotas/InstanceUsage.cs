using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Views;

namespace Mesh.Node.Quotas;

/// <summary>What the instances take that a token may register. A service is looked at again when it has changed. Thread-safe.</summary>
internal sealed class InstanceUsage
{
    private readonly ConditionalWeakTable<ServiceView, StrongBox<Usage>> _ofService = [];

    public Usage Of(AccessGrant grant, CatalogSnapshot snapshot)
    {
        var all = default(Usage);
        foreach (var (name, view) in snapshot.Services)
        {
            if (grant.Allows(AccessAction.Register, name))
                all += _ofService.GetValue(view, static v => new(Of(v))).Value;
        }

        return all;
    }

    public static Usage Of(ServiceInstance record) => new(1, InstanceSize.Of(record));

    /// <summary>Those of other meshes are not counted, and of one that a key describes the key is.</summary>
    private static Usage Of(ServiceView view) => view.Instances
        .Where(i => i.Origin.Length == 0 && !DerivedInstances.IsDerived(i.Instance))
        .Aggregate(default(Usage), static (sum, i) => sum + Of(i.Instance));
}
