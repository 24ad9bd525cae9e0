using Mesh.Testing;
using Mesh.Testing.Processes;
using Mesh.Testing.Restarts;

namespace Mesh.Cluster.Tests.Restarts;

/// <summary>What operators order of anchored instances while their node is away is on the disk of the node that keeps their place.</summary>
public sealed class OrdersWhileAwayTests
{
    private const string Service = "orders";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Orders_given_while_a_node_is_away_outlast_a_restart_of_the_node_that_took_them()
    {
        var nodes = new List<FixedNode>();
        nodes.Add(new FixedNode(0, nodes, []));
        nodes.Add(new FixedNode(1, nodes, []));
        try
        {
            await nodes[0].StartAsync();
            await nodes[1].StartAsync();
            using var keeper = new NodeApi(nodes[0].Http);
            using var home = new NodeApi(nodes[1].Http);
            foreach (var id in (string[])["drained", "set", "left"])
                await home.RegisterAsync(Service, id, 8080, lifetime: "anchored");
            await Eventually.EqualAsync(3, async () => (await keeper.InRotationAsync(Service)).Length, "instances", limit: Limit);
            Assert.Equal(0, await nodes[1].StopAsync());
            await Eventually.EqualAsync(1, async () => (await keeper.MembersAsync()).Length, "members", limit: Limit);
            await Eventually.EqualAsync("critical,critical,critical", () => StatusesAsync(keeper), "at the keeper", limit: Limit);

            await keeper.PutAsync($"/mesh/v1/services/{Service}/drained/drain", new { });
            await keeper.PutAsync($"/mesh/v1/services/{Service}/set/status", new { status = "critical", reason = "disk" });
            Assert.Equal(0, await nodes[0].StopAsync());
            await nodes[0].StartAsync();
            await Eventually.EqualAsync("draining,critical,critical", () => StatusesAsync(keeper), "at the keeper again", limit: Limit);
            await nodes[1].StartAsync();

            foreach (var api in (NodeApi[])[keeper, home])
                await Eventually.EqualAsync("draining,passing,critical", () => StatusesAsync(api), "at both", () => nodes[1].Output, Limit);
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    /// <summary>In the order of the ids; or what was answered instead.</summary>
    private static async Task<string> StatusesAsync(NodeApi api)
    {
        try
        {
            var view = await api.GetAsync($"/mesh/v1/services/{Service}");
            return string.Join(',', view.GetProperty("instances").EnumerateArray()
                .OrderBy(i => i.GetProperty("id").GetString(), StringComparer.Ordinal)
                .Select(i => i.GetProperty("status").GetString()));
        }
        catch (InvalidOperationException other)
        {
            return other.Message;
        }
    }
}
