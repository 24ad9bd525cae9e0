using System.Net;
using Mesh.Catalog;
using Mesh.Federation.Exports;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Remote;
using Mesh.Replication;
using Mesh.Testing;

namespace Mesh.Federation.Tests.Exports;

public sealed class ExportMappingTests
{
    private static readonly OverlaySelf Full = new(
        default, "eu", default, KadAddress.From(IPEndPoint.Parse("10.0.0.1:4100")), "fra", CanPublish: true);

    private static readonly OverlaySelf Mute = Full with { Address = KadAddress.From(IPEndPoint.Parse("10.0.0.2:4100")), CanPublish = false };

    private static readonly OverlaySelf Client = Mute with { Address = KadAddress.From(IPEndPoint.Parse("10.0.0.3:4100")), IsClient = true };

    [Fact]
    public void Locator_names_gateways_that_can_be_reached_with_their_places()
    {
        var snapshot = new TestCatalog().Put(Registered("a", Full), Registered("b", Mute), Registered("c", Client)).Hub.Snapshot;

        var locator = ExportMapping.LocatorOf(snapshot, epoch: 7)!;

        Assert.Equal(["10.0.0.1:4100", "10.0.0.2:4100"], locator.Gateways.Select(g => g.Address.ToString()).Order());
        Assert.All(locator.Gateways, g => Assert.Equal("fra", g.Region));
    }

    [Fact]
    public void Mesh_whose_gateways_only_ask_has_no_locator_but_its_nodes_ask_them()
    {
        var snapshot = new TestCatalog().Put(Registered("c", Client)).Hub.Snapshot;

        Assert.Null(ExportMapping.LocatorOf(snapshot, epoch: 7));
        Assert.Empty(ExportMapping.ViewOf(snapshot, PolicyTable.Empty, "eu").Gateways);
        Assert.Single(GatewayChoice.Of(snapshot));
    }

    [Fact]
    public void Gateway_without_the_key_of_its_mesh_is_seen_and_has_no_duty()
    {
        var view = ExportMapping.ViewOf(new TestCatalog().Put(Registered("b", Mute)).Hub.Snapshot, PolicyTable.Empty, "eu");

        Assert.True(view.Mute.SetEquals(view.Gateways.Keys));
        Assert.NotEmpty(view.Mute);
        Assert.Null(view.DutyOf(new OverlaySubject.MeshNamed("eu")));
    }

    private static ServiceInstance Registered(string node, OverlaySelf self) => ExportMapping.GatewayInstance(new Owner($"10.0.0.9:{4000 + node[0]}", 1), self);
}
