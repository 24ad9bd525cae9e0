using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

/// <summary>A service policy set at one node is obeyed by the callers of another.</summary>
public sealed class PolicyTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Share_by_version_set_at_one_node_holds_at_another()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        using var apis = new NodeApis(first, second);
        var (here, there) = (apis.All[0], apis.All[1]);
        await here.RegisterAsync("orders", "old", version: "1");
        await here.RegisterAsync("orders", "new", version: "2");

        await there.SetPolicyAsync("orders", new { policy = "random", shares = new Dictionary<string, int> { ["version=2"] = 5 } });

        await NodeApi.UntilAsync(
            async () => (await here.GetAsync("/mesh/v1/services/orders/policy")).ToString().Contains("version=2", StringComparison.Ordinal),
            Limit,
            "the policy is known at the first node");
        var picks = new List<string>();
        for (var i = 0; i < 2_000; i++)
            picks.Add((await here.GetAsync("/mesh/v1/services/orders/pick")).GetProperty("instances")[0].GetProperty("id").GetString()!);
        // 100 are expected; with 2,000 independent draws 150 or more, or 55 or fewer, come once in a million runs.
        Assert.InRange(picks.Count(p => p == "new"), 55, 150);
    }
}
