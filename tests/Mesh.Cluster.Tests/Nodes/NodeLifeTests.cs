using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

/// <summary>Nodes as processes on loopback: joining, registering at each, crash, restart, one after the other.</summary>
public sealed class NodeLifeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Owned_instances_of_a_killed_node_leave_rotation_and_registry_and_a_new_node_sees_the_rest()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        await using var victim = await NodeProcess.StartAsync("--seed", first.Address);
        NodeProcess[] nodes = [first, second, victim];
        using var apis = new NodeApis(nodes);
        foreach (var (api, n) in apis.All.Select((a, n) => (a, n)))
            await api.RegisterAsync("orders", $"o-{n}", 8080 + n, consistency: "all", lifetime: "owned");
        foreach (var api in apis.All)
            await api.UntilIdsAsync("orders", Limit, "o-0", "o-1", "o-2");

        victim.Kill();

        NodeApi[] left = [apis.All[0], apis.All[1]];
        foreach (var api in left)
        {
            await NodeApi.UntilAsync(
                async () => (await api.InRotationAsync("orders")).Order().SequenceEqual(["o-0", "o-1"]), Limit, "out of rotation");
            await api.UntilIdsAsync("orders", Limit, "o-0", "o-1");
            await NodeApi.UntilAsync(async () => await api.MetricAsync("mesh_ownerless") == 0, Limit, "nothing without an owner");
        }

        await using var fresh = await NodeProcess.StartAsync("--seed", second.Address);
        using var freshApi = new NodeApi(fresh.Http);
        Assert.Equal(["o-0", "o-1"], (await freshApi.IdsAsync("orders")).Order());
    }

    [Fact]
    public async Task Nodes_restarted_one_after_the_other_keep_what_was_registered_without_a_lease()
    {
        // Ports that nobody else is given while a node is away.
        string[] ports = [.. Enumerable.Range(0, 3).Select(_ => $"{FreePorts.Take()}")];
        var first = await NodeProcess.StartAsync("--port", ports[0]);
        var second = await NodeProcess.StartAsync("--port", ports[1], "--seed", first.Address);
        NodeProcess[] nodes = [first, second, await NodeProcess.StartAsync("--port", ports[2], "--seed", first.Address)];
        try
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                using var api = new NodeApi(nodes[i].Http);
                await api.RegisterAsync("orders", $"o-{i}", consistency: "all");
            }

            for (var i = 0; i < nodes.Length; i++)
            {
                var seed = nodes[(i + 1) % nodes.Length].Address;
                Assert.Equal(0, await nodes[i].TerminateAsync(Limit));
                await nodes[i].DisposeAsync();
                nodes[i] = await NodeProcess.StartAsync("--port", ports[i], "--seed", seed);
                foreach (var node in nodes)
                {
                    using var api = new NodeApi(node.Http);
                    await api.UntilIdsAsync("orders", Limit, "o-0", "o-1", "o-2");
                }
            }

            foreach (var node in nodes)
            {
                using var api = new NodeApi(node.Http);
                await NodeApi.UntilAsync(async () => await api.MetricAsync("mesh_ownerless") == 0, Limit, "nothing without an owner");
            }
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Loaded_nodes_at_rest_read_no_whole_state()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        await using var third = await NodeProcess.StartAsync("--seed", first.Address);
        using var apis = new NodeApis(first, second, third);
        await Testing.Load.Bulk.RegisterAsync(apis.All, 2_000);
        // Quiet is when a whole window brought nothing; the replicator carries on for some seconds after the writes.
        var quiet = new QuietWindow(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(4));

        var states = await quiet.ObserveAsync(async () => (await Task.WhenAll(
            apis.All.Select(a => a.MetricAsync("mesh_wire_received_total", "manifest=\"rb1\"")))).Sum());

        Assert.True(states.IsQuiet, $"states read in each window: {string.Join(", ", states.Windows)}");
        foreach (var api in apis.All)
            Assert.Equal(2_000, await Testing.Load.Bulk.CountAsync(api));
    }
}
