using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Client.Tests.Runtime;

/// <summary>Whole nodes, several in this process.</summary>
public sealed class EmbeddedNodeTests
{
    [Fact]
    public async Task Node_without_seeds_is_a_mesh_of_its_own()
    {
        await using var node = await EmbeddedNode.StartAsync(m => m.Register("orders", port: 8080));

        await node.WhenOfferedAsync("orders", 1);

        Assert.Equal(8080, node.Client.Pick("orders")!.Port);
        Assert.Single(node.Inspector.Members.Items);
    }

    [Fact]
    public async Task Instance_of_one_node_is_seen_by_the_others_and_gone_after_its_stop()
    {
        await using var seed = await EmbeddedNode.StartAsync();
        await using var consumer = await EmbeddedNode.StartAsync(seeds: [seed]);
        var provider = await EmbeddedNode.StartAsync(m => m.Register("orders", port: 8080), [seed]);
        await seed.WhenOfferedAsync("orders", 1);
        await consumer.WhenOfferedAsync("orders", 1);

        await provider.DisposeAsync();

        Assert.Equal(MeshPhase.Stopped, provider.Hub.State.Phase);
        await consumer.WhenAsync(s => s.Find("orders") is null, "no instance of orders");
    }

    [Fact]
    public async Task Lost_node_rejoins_with_its_registrations_and_answers_lookups_meanwhile()
    {
        await using var seed = await EmbeddedNode.StartAsync(m => m.Register("billing", port: 9090));
        await using var node = await EmbeddedNode.StartAsync(m => m.Register("orders", port: 8080), [seed]);
        await seed.WhenOfferedAsync("orders", 1);
        await node.WhenOfferedAsync("billing", 1);
        var owner = seed.Client.Resolve("orders").Instances[0].Owner;
        var misses = 0;
        node.Hub.StateChanged += _ => misses += node.Client.Resolve("billing").Instances.IsEmpty ? 1 : 0;
        var ready = node.WhenAsync(MeshPhase.Restarting).ContinueWith(_ => node.WhenAsync(MeshPhase.Ready), TaskScheduler.Default).Unwrap();

        node.Lose("as if quarantined");

        await ready;
        await seed.WhenAsync(
            s => s.Find("orders")?.Instances is [{ Instance.Status: InstanceStatus.Passing } view] && view.Owner != owner,
            "orders owned by the new incarnation");
        await node.WhenOfferedAsync("billing", 1);
        Assert.Equal(0, misses);
        Assert.Equal(owner.Address, node.Address);
    }

    [Fact]
    public async Task Taken_port_is_a_readable_state_and_the_host_runs()
    {
        await using var first = await EmbeddedNode.StartAsync();
        var port = int.Parse(first.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

        await using var second = await EmbeddedNode.StartAsync(m => m.Listen("127.0.0.1", port), untilReady: false);

        await second.WhenAsync(s => s.Detail == $"port {port} of 127.0.0.1 is taken by another process", "taken port");
        Assert.IsType<MeshReplies.Unavailable>(
            await second.Client.RegisterAsync(TestCatalog.Instance("orders", "a")));
    }
}
