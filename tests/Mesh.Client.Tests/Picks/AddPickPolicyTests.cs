using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Client.Tests.Picks;

/// <summary>A policy that an application brings, in a mesh with a node that does not have it.</summary>
public sealed class AddPickPolicyTests
{
    private const string HighestPort = "highest-port";

    private static readonly ServiceName Orders = ServiceName.Parse("orders");

    [Fact]
    public async Task Own_policy_is_set_for_a_service_and_picked_by_where_it_is_known()
    {
        await using var plain = await EmbeddedNode.StartAsync();
        await using var node = await EmbeddedNode.StartAsync(
            m => m.AddPickPolicy(new HighestPortPolicy())
                .Register("orders", 8001).Register("orders", 8002, r => r.Id = "b").Register("orders", 8003, r => r.Id = "c"),
            [plain]);
        await node.WhenOfferedAsync("orders", 3);
        await plain.WhenOfferedAsync("orders", 3);

        Assert.Contains(HighestPort, node.Client.Policies);
        Assert.Equal(8003, node.Client.Pick("orders", policy: HighestPort)?.Port);
        Assert.Throws<ArgumentException>(() => plain.Client.Pick("orders", policy: HighestPort));

        var policy = ServicePolicy.Default with { Policy = HighestPort };
        Assert.IsType<MeshReplies.Rejected>(await plain.Client.SetPolicyAsync(Orders, policy));
        Assert.IsType<MeshReplies.PolicySet>(await node.Client.SetPolicyAsync(Orders, policy));
        await Eventually.IsAsync(
            () => new[] { node, plain }.All(n => n.Client.Resolve("orders").Service?.Policy.Policy == HighestPort),
            "a node does not know the policy of orders");

        Assert.Equal([8003, 8003, 8003], Picked(node));
        Assert.Equal([8001, 8002, 8003], Picked(plain).Order());
        Assert.Single(plain.Log.Lines, l => l.Contains($"picked by {HighestPort}, which this node does not have", StringComparison.Ordinal));
    }

    private static int[] Picked(EmbeddedNode node) =>
        [.. Enumerable.Range(0, 3).Select(_ => node.Client.Pick("orders")!.Port)];

    private sealed class HighestPortPolicy : IPickPolicy
    {
        public string Name => HighestPort;

        public Endpoint Pick(EndpointPool pool, in PickTurn turn)
        {
            var highest = pool.Endpoints[0];
            foreach (var endpoint in pool.Endpoints)
            {
                if (endpoint.Port > highest.Port)
                    highest = endpoint;
            }

            return highest;
        }
    }
}
