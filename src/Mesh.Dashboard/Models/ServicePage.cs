using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>A service with its instances and what its policy makes of them.</summary>
internal sealed record ServicePage(ServiceName Name, ServicePolicy Policy, ImmutableArray<InstanceRow> Instances)
{
    public required HashRing? Ring { get; init; }

    /// <summary>Null: the service has no instances here.</summary>
    public required ServiceRow? Row { get; init; }

    /// <param name="policy">Of a service without instances too.</param>
    public static ServicePage Of(ServiceName name, ServiceView? service, ServicePolicy policy)
    {
        var instances = service?.Instances ?? [];
        var shares = PickShares.Of(instances, policy);
        return new(name, policy, [.. instances.Select(v => new InstanceRow(v, shares.GetValueOrDefault(v.Instance.Id)))])
        {
            Ring = HashRing.Of(PickShares.Taking(instances, policy)),
            Row = service is null ? null : ServiceList.RowOf(service),
        };
    }
}
