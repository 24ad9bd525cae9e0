using Mesh.Doors.Tests.Consul.Support;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>A node is killed: what it left is critical until somebody removes it, at whichever node.</summary>
public sealed class DeadNodeTests : IAsyncLifetime
{
    private AgentNode _one = null!;
    private AgentNode _two = null!;

    public async Task InitializeAsync()
    {
        _one = await AgentNode.StartAsync();
        _two = await AgentNode.StartAsync("--seed", _one.Process.Address);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Services_checks_and_the_rest_of_a_dead_node_are_removed_on_demand()
    {
        foreach (var id in (string[])["a", "b", "c"])
            await _two.PutAsync("agent/service/register", $$"""{"ID":"{{id}}","Name":"orders","Checks":[{"CheckID":"x-{{id}}","TTL":"90s","Status":"passing"},{"CheckID":"y-{{id}}","TTL":"90s"}]}""");
        await AgentNode.UntilAsync(async () => (await IdsAsync()).Length == 3, "the other node sees them");
        var dead = _two.Process.Address;
        var node = "mesh-" + dead.Replace('.', '-').Replace(':', '-');

        _two.Process.Kill();
        await AgentNode.UntilAsync(
            async () => (await _one.GetAsync("agent/members")).Json.EnumerateArray().Any(m => m.GetProperty("Name").GetString() == node && m.GetProperty("Status").GetInt32() == 4),
            "the dead node is one that failed");
        using var native = new HttpClient { BaseAddress = _one.Process.Http };
        await AgentNode.UntilAsync(
            async () => (await native.GetStringAsync(new Uri("/mesh/v1/cluster", UriKind.Relative))).Contains($$"""{"address":"{{dead}}","kept":3}""", StringComparison.Ordinal),
            "the dead node is removed");
        Assert.Equal(2, (await _one.GetAsync("agent/members")).Json.GetArrayLength());
        Assert.Equal(4, (await _one.GetAsync("agent/members")).Json.EnumerateArray().Single(m => m.GetProperty("Name").GetString() == node).GetProperty("Status").GetInt32());
        Assert.Contains(node, NodesIn(await _one.GetAsync("catalog/nodes")));
        Assert.Contains(node, NodesIn(await _one.GetAsync("internal/ui/nodes")));
        Assert.Equal(["a", "b", "c"], await IdsAsync());
        Assert.Equal("[]", (await _one.GetAsync("health/service/orders?passing")).Body);

        await _one.PutAsync("catalog/deregister", $$"""{"Node":"{{node}}","ServiceID":"a"}""");
        Assert.Equal(["b", "c"], await IdsAsync());
        await _one.PutAsync("catalog/deregister", $$"""{"Node":"{{node}}","CheckID":"y-b"}""");
        Assert.DoesNotContain("\"y-b\"", (await _one.GetAsync("health/service/orders")).Body, StringComparison.Ordinal);
        Assert.Contains("\"x-b\"", (await _one.GetAsync("health/service/orders")).Body, StringComparison.Ordinal);

        using var body = new StringContent($$"""{"address":"{{dead}}"}""");
        using var removed = await native.PostAsync(new Uri("/mesh/v1/cluster/remove", UriKind.Relative), body);
        Assert.Equal($$"""{"address":"{{dead}}","count":2,"removed":["orders/b","orders/c"]}""", await removed.Content.ReadAsStringAsync());
        Assert.Empty(await IdsAsync());
        Assert.DoesNotContain(node, NodesIn(await _one.GetAsync("catalog/nodes")));
        Assert.Equal(1, (await _one.GetAsync("agent/members")).Json.GetArrayLength());
        var again = await _one.SendAsync("PUT", $"agent/force-leave/{node}");
        Assert.Equal((500, $"agent: No node found with name '{node}'"), (again.Status, again.Body));
    }

    private static IEnumerable<string?> NodesIn(Reply reply) => reply.Json.EnumerateArray().Select(n => n.GetProperty("Node").GetString());

    private async Task<string[]> IdsAsync() =>
    [
        .. (await _one.GetAsync("catalog/service/orders")).Json.EnumerateArray().Select(e => e.GetProperty("ServiceID").GetString()!).Order(StringComparer.Ordinal),
    ];
}
