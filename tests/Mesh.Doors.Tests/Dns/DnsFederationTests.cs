using Mesh.Node.Dns;
using Mesh.Remote;

namespace Mesh.Doors.Tests.Dns;

/// <summary>Names of services of other meshes: <c>orders.service.eu.mesh</c>.</summary>
public sealed class DnsFederationTests
{
    private const string Orders = "orders.service.eu.mesh";

    [Fact]
    public void Service_of_another_mesh_has_its_instances()
    {
        var scene = WithGateway();
        scene.Mesh.PutRemote(
            "orders@eu", RemoteState.Live,
            DnsScene.Instance("orders", "o-1", "10.9.0.1", 8001), DnsScene.Instance("orders", "o-2", "10.9.0.2", 8002));
        scene.Put(DnsScene.Instance("orders", "own", "10.0.0.9"));

        Assert.Equal(["10.9.0.1", "10.9.0.2"], scene.Ask(Orders, DnsType.A).Answers.Select(a => a.Data).Order(StringComparer.Ordinal));
        var srv = scene.Ask(Orders.ToUpperInvariant(), DnsType.SRV);
        Assert.Equal(["8001", "8002"], srv.Answers.Select(a => a.Data.Split(' ')[2]).Order(StringComparer.Ordinal));
        Assert.Equal(["10.9.0.1", "10.9.0.2"], srv.Additional.Select(a => a.Data).Order(StringComparer.Ordinal));
        Assert.Equal("10.0.0.9", Assert.Single(scene.Ask("orders.service.mesh", DnsType.A).Answers).Data);
    }

    [Fact]
    public void Name_fails_while_nobody_has_answered_and_is_none_when_no_mesh_has_it()
    {
        var scene = WithGateway();
        Assert.Equal(DnsRcode.ServerFailure, scene.Ask(Orders, DnsType.A).Rcode);
        // To ask is to want it.
        Assert.Equal("orders@eu", Assert.Single(scene.Mesh.Remote.Entries).Name.ToString());

        scene.Mesh.PutRemote("orders@eu", RemoteState.None);
        Assert.Equal(DnsRcode.NoSuchName, scene.Ask(Orders, DnsType.A).Rcode);

        scene.Mesh.PutRemote("orders@eu", RemoteState.Live, DnsScene.Instance("orders", "o-1", "10.9.0.1"));
        Assert.Equal("10.9.0.1", Assert.Single(scene.Ask(Orders, DnsType.A).Answers).Data);
    }

    [Fact]
    public void Without_a_gateway_there_is_no_other_mesh()
    {
        var scene = new DnsScene();

        Assert.Equal(DnsRcode.NoSuchName, scene.Ask(Orders, DnsType.A).Rcode);
        Assert.Empty(scene.Mesh.Remote.Entries);
    }

    private static DnsScene WithGateway() => new DnsScene().Put(DnsScene.Instance(FederationNames.GatewayService, "g-1"));
}
