using System.Collections.Immutable;
using System.Net;
using Mesh.Catalog;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using Mesh.Remote;
using Mesh.Replication;
using Mesh.Views;

namespace Mesh.Federation.Exports;

/// <summary>From the registry to what the overlay is told, and to what a gateway registers of itself. Pure.</summary>
internal static class ExportMapping
{
    private const int MaxRegion = 32;
    private const int MaxSiblings = 8;

    public static ExportView ViewOf(CatalogSnapshot snapshot, PolicyTable policies, string meshName)
    {
        var offered = ExportView.Empty.Offered.ToBuilder();
        if (RemoteName.IsMeshName(meshName.ToLowerInvariant()))
            offered.Add(new OverlaySubject.MeshNamed(meshName.ToLowerInvariant()));
        foreach (var service in Exported(policies))
        {
            if (snapshot.Find(service.Value)?.Instances.Any(i => i.IsOffered) is true)
                offered.Add(new OverlaySubject.Service(service.Value));
        }

        var gateways = ExportView.Empty.Gateways.ToBuilder();
        foreach (var view in GatewaysOf(snapshot))
            gateways[view.Owner.ToString()] = HostPort.Text(view.Instance.Host, view.Instance.Port);
        return new ExportView(offered.ToImmutable(), gateways.ToImmutable())
        {
            Mute = [.. GatewaysOf(snapshot).Where(v => PartOf(v) == FederationNames.Mute).Select(v => v.Owner.ToString())],
        };
    }

    public static IEnumerable<ServiceName> Exported(PolicyTable policies) =>
        policies.Entries.Where(e => e.Value.Policy.Exported).Select(e => e.Key);

    /// <summary>Where the mesh can be asked; null: it has no gateway right now.</summary>
    public static MeshLocator? LocatorOf(CatalogSnapshot snapshot, ulong epoch)
    {
        ImmutableArray<GatewayEndpoint> gateways = [.. EndpointsOf(snapshot).Take(MeshLocator.MaxGateways)];
        return gateways.IsEmpty ? null : new MeshLocator(epoch, 0, gateways);
    }

    /// <summary>Where the gateways of the mesh listen, this one too.</summary>
    public static IReadOnlyList<KadAddress> AddressesOf(CatalogSnapshot snapshot) =>
        [.. EndpointsOf(snapshot).Take(MaxSiblings).Select(e => e.Address)];

    /// <summary>The entry of this gateway in its mesh's registry.</summary>
    public static ServiceInstance GatewayInstance(Owner self, OverlaySelf overlay) => new()
    {
        Service = ServiceName.Parse(FederationNames.GatewayService),
        Id = InstanceId.Parse(self.Address),
        Host = new IPAddress(overlay.Address.HostBytes()).ToString(),
        Port = overlay.Address.Port,
        Status = InstanceStatus.Passing,
        Metadata = ValueMap<string>.From(MetadataOf(overlay)),
    };

    private static IEnumerable<KeyValuePair<string, string>> MetadataOf(OverlaySelf overlay)
    {
        if (overlay.Region.Length > 0)
            yield return KeyValuePair.Create(FederationNames.Region, overlay.Region);
        if (overlay.IsClient || !overlay.CanPublish)
            yield return KeyValuePair.Create(FederationNames.Part, overlay.IsClient ? FederationNames.Client : FederationNames.Mute);
    }

    private static IEnumerable<GatewayEndpoint> EndpointsOf(CatalogSnapshot snapshot) =>
        GatewaysOf(snapshot).Where(v => IPAddress.TryParse(v.Instance.Host, out _)).Select(ToEndpoint);

    private static GatewayEndpoint ToEndpoint(InstanceView view)
    {
        var address = KadAddress.From(new IPEndPoint(IPAddress.Parse(view.Instance.Host), view.Instance.Port));
        var region = view.Instance.Metadata.GetValueOrDefault(FederationNames.Region) ?? "";
        return new GatewayEndpoint(address, region.Length <= MaxRegion ? region : region[..MaxRegion], view.Instance.Weight);
    }

    private static string? PartOf(InstanceView gateway) => gateway.Instance.Metadata.GetValueOrDefault(FederationNames.Part);

    /// <summary>Those that other meshes can ask.</summary>
    private static IEnumerable<InstanceView> GatewaysOf(CatalogSnapshot snapshot) =>
        (snapshot.Find(FederationNames.GatewayService)?.Instances ?? [])
        .Where(v => v.IsOffered && v.Standing is not Standing.Unreachable && PartOf(v) != FederationNames.Client);
}
