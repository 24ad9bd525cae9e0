using Mesh.Doors.Tests.Consul.Support;
using Mesh.Remote;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Prepared;

/// <summary>A prepared query goes on to other meshes where its own has nobody.</summary>
public sealed class PreparedFailoverTests
{
    [Theory]
    [InlineData("""{"Datacenters":["us","eu"]}""")]
    [InlineData("""{"Targets":[{"Datacenter":"us"},{"Peer":"eu"}]}""")]
    public async Task Other_meshes_are_asked_in_their_order_until_one_has_somebody(string failover)
    {
        await using var node = await ConsulNode.StartAsync();
        node.Put(TestCatalog.Instance(FederationNames.GatewayService, "g-1"));
        node.Mesh.PutRemote("orders@us", RemoteState.None);
        node.Mesh.PutRemote("orders@eu", RemoteState.Live, TestCatalog.Instance("orders", "o-1", 8080, "10.9.0.1"));
        using var body = new StringContent($$"""{"Name":"orders","Service":{"Service":"orders","Failover":{{failover}} } }""");
        using var made = await node.Http.PostAsync(new Uri("/v1/query", UriKind.Relative), body);
        made.EnsureSuccessStatusCode();
        var kept = Assert.Single((await node.GetAsync("query")).Json.EnumerateArray()).GetProperty("Service").GetProperty("Failover").GetRawText();
        Assert.Contains(failover.Trim('{', '}'), kept, StringComparison.Ordinal);

        var far = (await node.GetAsync("query/orders/execute")).Json;
        Assert.Equal(("eu", 2), (far.GetProperty("Datacenter").GetString(), far.GetProperty("Failovers").GetInt32()));
        var entry = Assert.Single(far.GetProperty("Nodes").EnumerateArray());
        Assert.Equal("eu", entry.GetProperty("Node").GetProperty("Datacenter").GetString());

        node.Put(TestCatalog.Instance("orders", "own"));
        var near = (await node.GetAsync("query/orders/execute")).Json;
        Assert.Equal(("dc1", 0), (near.GetProperty("Datacenter").GetString(), near.GetProperty("Failovers").GetInt32()));
        Assert.Equal("own", Assert.Single(near.GetProperty("Nodes").EnumerateArray()).GetProperty("Service").GetProperty("ID").GetString());
    }

    [Fact]
    public async Task Without_a_gateway_nobody_else_is_asked()
    {
        await using var node = await ConsulNode.StartAsync();
        using var body = new StringContent("""{"Name":"orders","Service":{"Service":"orders","Failover":{"Datacenters":["eu"]}}}""");
        using var made = await node.Http.PostAsync(new Uri("/v1/query", UriKind.Relative), body);
        made.EnsureSuccessStatusCode();
        var found = (await node.GetAsync("query/orders/execute")).Json;
        Assert.Equal(0, found.GetProperty("Nodes").GetArrayLength());
        Assert.Empty(node.Mesh.Remote.Entries);
    }
}
