using Mesh.Catalog;
using Mesh.Doors.Tests.Consul.Support;
using Mesh.Remote;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Health;

/// <summary>Another datacenter is another mesh of the federation, asked for one service at a time.</summary>
public sealed class OtherDatacenterTests
{
    [Theory]
    [InlineData("dc=eu")]
    [InlineData("dc=EU")]
    [InlineData("datacenter=eu&dc=dc1")]
    public async Task Service_of_another_mesh_is_found_with_the_name_of_its_mesh(string place)
    {
        await using var node = await WithGatewayAsync();
        node.Mesh.PutRemote("orders@eu", RemoteState.Live, Orders("o-1"), Orders("o-2"));

        var health = await node.GetAsync($"health/service/Orders?passing&{place}");
        var catalog = await node.GetAsync($"catalog/service/orders?{place}");
        var checks = await node.GetAsync($"health/checks/orders?{place}");

        Assert.Equal(["o-1", "o-2"], health.ServiceIds);
        var shown = health.Json[0].GetProperty("Node");
        Assert.Equal(("mesh-eu", "eu.mesh", "eu"), (Text(shown, "Node"), Text(shown, "Address"), Text(shown, "Datacenter")));
        Assert.Equal("10.9.0.1", Text(health.Json[0].GetProperty("Service"), "Address"));
        Assert.Equal(["eu", "eu"], catalog.Json.EnumerateArray().Select(e => Text(e, "Datacenter")));
        Assert.True(health.Index > 0 && checks.Status == 200);
        // This mesh has none of it, whatever was kept of the answer.
        Assert.Equal("[]", (await node.GetAsync("health/service/orders?passing")).Body);
    }

    [Fact]
    public async Task Query_waits_for_news_of_the_other_mesh()
    {
        await using var node = await WithGatewayAsync();
        node.Mesh.PutRemote("orders@eu", RemoteState.Live, Orders("o-1"));
        var before = await node.GetAsync("health/service/orders?dc=eu");

        var waiting = node.GetAsync($"health/service/orders?dc=eu&index={before.Index}");
        await node.WhenParkedAsync(1);
        node.Put(TestCatalog.Instance("orders", "own"));
        Assert.Equal(1, node.Parked);
        node.Mesh.PutRemote("orders@eu", RemoteState.Live, Orders("o-1"), Orders("o-2"));

        var after = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal(["o-1", "o-2"], after.ServiceIds);
        Assert.True(after.Index > before.Index);
        Assert.Equal(1, node.Followed);
        node.Time.Advance(TimeSpan.FromMinutes(12));
        await Eventually.IsAsync(() => node.Followed == 0, "nobody asks any more, and the service is still followed");
    }

    [Fact]
    public async Task Mesh_that_exports_nothing_of_the_name_has_an_empty_list()
    {
        await using var node = await WithGatewayAsync();
        node.Mesh.PutRemote("orders@eu", RemoteState.None);

        var reply = await node.GetAsync("health/service/orders?dc=eu");

        Assert.Equal((200, "[]"), (reply.Status, reply.Body));
        Assert.True(reply.Index > 0);
    }

    [Theory]
    [InlineData("health/service/orders?dc=us")]
    [InlineData("health/service/orders?dc=not.a.mesh")]
    [InlineData("catalog/services?dc=eu")]
    [InlineData("catalog/nodes?dc=eu")]
    [InlineData("health/state/any?dc=eu")]
    [InlineData("kv/a?dc=eu")]
    public async Task What_no_mesh_has_answered_or_is_not_asked_of_others_has_no_path(string path)
    {
        await using var node = await WithGatewayAsync();
        node.Mesh.PutRemote("orders@eu", RemoteState.Live, Orders("o-1"));

        var reply = await node.GetAsync(path);

        Assert.Equal((500, "No path to datacenter"), (reply.Status, reply.Body.Trim()));
    }

    [Fact]
    public async Task Without_a_gateway_nobody_is_asked()
    {
        await using var node = await ConsulNode.StartAsync();

        Assert.Equal(500, (await node.GetAsync("health/service/orders?dc=eu")).Status);
        Assert.Empty(node.Mesh.Remote.Entries);
    }

    private static string? Text(System.Text.Json.JsonElement of, string name) => of.GetProperty(name).GetString();

    private static ServiceInstance Orders(string id) => TestCatalog.Instance("orders", id, 8080, "10.9.0.1");

    private static async Task<ConsulNode> WithGatewayAsync()
    {
        var node = await ConsulNode.StartAsync();
        node.Put(TestCatalog.Instance(FederationNames.GatewayService, "g-1"));
        return node;
    }
}
