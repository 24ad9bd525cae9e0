using Mesh.Testing;
using Mesh.Testing.Processes;
using Mesh.Testing.Restarts;

namespace Mesh.Cluster.Tests.Restarts;

/// <summary>The smallest case: three nodes, instances registered at one, deregistered at another, one of the two restarted.</summary>
public sealed class DeregisteredStaysGoneTests
{
    private const int Count = 12;
    private const string Service = "orders";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly string[] Kinds = ["owned", "leased", "anchored", "floating"];

    [Fact]
    public async Task Instances_deregistered_at_one_node_stay_gone_though_either_is_restarted()
    {
        var nodes = new List<FixedNode>();
        try
        {
            for (var number = 0; number < 3; number++)
                nodes.Add(new FixedNode(number, nodes, []));
            await nodes[0].StartAsync();
            await Task.WhenAll(nodes[1].StartAsync(), nodes[2].StartAsync());
            foreach (var node in nodes)
                node.Seeds = [.. nodes.Where(n => n != node)];

            NodeApi[] apis = [.. nodes.Select(n => new NodeApi(n.Http))];
            await MembersAsync(apis, 3);
            await RoundAsync(nodes, apis, stopped: 0);
            await RoundAsync(nodes, apis, stopped: 1);
            foreach (var api in apis)
                api.Dispose();
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instances_deregistered_while_their_node_is_away_are_not_brought_back_by_its_disk(bool isKill)
    {
        await using var home = new FixedNode(0, [], []);
        await using var other = new FixedNode(1, [home], []);
        await home.StartAsync();
        await other.StartAsync();
        home.Seeds = [other];
        using var first = new NodeApi(home.Http);
        using var second = new NodeApi(other.Http);
        await MembersAsync([first, second], 2);
        foreach (var (kind, n) in Kinds.Where(k => k != "owned").Select((k, n) => (k, n)))
            await first.RegisterAsync(Service, kind, 8080 + n, ttl: kind == "leased" ? "1h" : null, lifetime: kind);
        await Eventually.EqualAsync(Kinds.Length - 1, async () => (await second.IdsAsync(Service)).Length, "instances", limit: Limit);

        if (isKill)
            await home.KillAsync();
        else
            Assert.Equal(0, await home.StopAsync());
        await MembersAsync([second], 1);
        foreach (var id in await second.IdsAsync(Service))
            await second.DeregisterAsync(Service, id);
        await home.StartAsync();
        await MembersAsync([first, second], 2);
        await first.RegisterAsync("marker", "m", consistency: "all", lifetime: "floating");

        Assert.Empty(await first.IdsAsync(Service));
        Assert.Empty(await second.IdsAsync(Service));
    }

    /// <summary>Registered at the first, deregistered at the second, and then one of the two is restarted.</summary>
    private static async Task RoundAsync(List<FixedNode> nodes, NodeApi[] apis, int stopped)
    {
        string[] ids = [.. Enumerable.Range(0, Count).Select(n => $"r{stopped}-{n:00}")];
        foreach (var (id, n) in ids.Select((id, n) => (id, n)))
        {
            var kind = Kinds[n % Kinds.Length];
            await apis[0].RegisterAsync(Service, id, 8080 + n, ttl: kind == "leased" ? "1h" : null, lifetime: kind);
        }

        await Eventually.EqualAsync(Count, async () => (await apis[1].IdsAsync(Service)).Length, "instances", limit: Limit);
        foreach (var id in ids)
            await apis[1].DeregisterAsync(Service, id);
        Assert.Empty(await apis[1].IdsAsync(Service));

        Assert.Equal(0, await nodes[stopped].StopAsync());
        NodeApi[] left = [.. apis.Where((_, n) => n != stopped)];
        await MembersAsync(left, 2);
        foreach (var api in left)
            Assert.Empty(await api.IdsAsync(Service));

        await nodes[stopped].StartAsync();
        await MembersAsync(apis, 3);
        // What the node had to tell was told before this one.
        await apis[stopped].RegisterAsync("marker", $"m{stopped}", consistency: "all", lifetime: "floating");
        foreach (var api in apis)
            Assert.Empty(await api.IdsAsync(Service));
    }

    private static async Task MembersAsync(IEnumerable<NodeApi> apis, int count)
    {
        foreach (var api in apis)
            await Eventually.EqualAsync(count, async () => (await api.MembersAsync()).Length, "members", limit: Limit);
    }
}
