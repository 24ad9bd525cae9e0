using Mesh.Testing.Compose;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

/// <summary>Three nodes, each in a network namespace of its own, one of which is cut off and comes back.</summary>
public sealed class PartitionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly string[] Hosts = ["left-1", "left-2", "right"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_halves_serve_and_register_and_agree_after_healing(bool untilRemoved)
    {
        await using var network = await NamespaceNetwork.CreateAsync(Hosts);
        await using var nodes = await NamespaceNodes.StartAsync(network);
        var (left, right) = (nodes.ApiOf("left-1"), nodes.ApiOf("right"));
        await left.RegisterAsync("orders", "before-left", lifetime: "owned", consistency: "all");
        await right.RegisterAsync("orders", "before-right", lifetime: "owned", consistency: "all");

        await network.CutAsync("right");
        await left.RegisterAsync("orders", "during-left", lifetime: "owned");
        await right.RegisterAsync("orders", "during-right", lifetime: "owned");
        Assert.Equal(["before-left", "before-right", "during-right"], (await right.IdsAsync("orders")).Order());
        if (untilRemoved)
        {
            // The majority removes the lost member and with it what it owned; the other side waits.
            await left.UntilIdsAsync("orders", Limit, "before-left", "during-left");
            Assert.Equal(["before-left", "before-right", "during-right"], (await right.IdsAsync("orders")).Order());
        }
        else
        {
            await NodeApi.UntilAsync(
                async () => (await left.WithStandingAsync("unreachable")).Length + (await left.WithStandingAsync("suspect")).Length == 1,
                Limit,
                "the cut is seen");
        }

        await network.HealAsync("right");

        foreach (var host in Hosts)
        {
            await nodes.ApiOf(host).UntilIdsAsync("orders", Limit, "before-left", "before-right", "during-left", "during-right");
            await NodeApi.UntilAsync(
                async () => (await nodes.ApiOf(host).InRotationAsync("orders")).Length == 4, Limit, $"all in rotation at {host}");
        }
    }
}
