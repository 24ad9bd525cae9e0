using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Formats.Consul;
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

    /// <summary>Of one that a key describes the key counts, and here what was added to it alone: its checks.</summary>
    public static Usage Of(ServiceInstance record)
    {
        var counted = WithoutOrders(record);
        return DerivedInstances.IsDerived(record)
            ? new(0, InstanceSize.Of(counted) - InstanceSize.Of(counted with { Checks = [] }))
            : new(1, InstanceSize.Of(counted));
    }

    /// <summary>Those of other meshes are not counted.</summary>
    private static Usage Of(ServiceView view) =>
        view.Instances.Where(i => i.Origin.Length == 0).Aggregate(default(Usage), static (sum, i) => sum + Of(i.Instance));

    /// <summary>What is in the way is taken out of rotation also where there is no room for more.</summary>
    private static ServiceInstance WithoutOrders(ServiceInstance record) => record.Checks.Any(IsOrder)
        ? record with { Checks = ValueList.From(record.Checks.Where(c => !IsOrder(c))) }
        : record;

    private static bool IsOrder(NamedCheck check) =>
        check.Id == ConsulCheckIds.NodeMaintenance || check.Id.StartsWith(ConsulCheckIds.ServiceMaintenancePrefix, StringComparison.Ordinal);
}
