using Mesh.Doors.Tests.Consul.Support;
using Mesh.Node.Consul.Blocking;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Health;

/// <summary>Queries with an index that another node of the mesh gave; time stands still unless the test moves it.</summary>
public sealed class MovedQueryTests
{
    [Fact]
    public async Task Index_beyond_this_nodes_is_waited_for_a_while_and_then_passed()
    {
        await using var node = await StartAsync();
        var before = await node.GetAsync("health/service/web");
        var seen = before.Index + 1_000;
        var moved = node.GetAsync($"health/service/web?index={seen}&wait=10m");
        await WaitOutAsync(node, moved);

        var after = await moved.WaitAsync(Patience.Limit);

        Assert.True(after.Index > seen, $"{after.Index} after {seen}");
        // To the next as well, however it asks.
        Assert.Equal(after.Index, (await node.GetAsync("health/service/web")).Index);
        Assert.True((await node.GetAsync("health/service/api")).Index < before.Index, "another service is passed too");
    }

    [Fact]
    public async Task What_the_other_node_had_shown_is_answered_when_it_comes()
    {
        await using var node = await StartAsync();
        var before = await node.GetAsync("health/service/web");
        var moved = node.GetAsync($"health/service/web?index={before.Index + 1}&wait=10m");
        await node.WhenParkedAsync(1);

        node.Remove("web", "web-1");
        var after = await moved.WaitAsync(Patience.Limit);

        Assert.True(after.Index > before.Index + 1);
        Assert.Empty(after.ServiceIds);
    }

    [Fact]
    public async Task Changes_after_an_index_was_passed_go_on_beyond_it()
    {
        await using var node = await StartAsync();
        var seen = (await node.GetAsync("health/service/web")).Index + 1_000_000;
        var moved = node.GetAsync($"health/service/web?index={seen}&wait=10m");
        await WaitOutAsync(node, moved);
        var passed = await moved.WaitAsync(Patience.Limit);
        var waiting = node.GetAsync($"health/service/web?index={passed.Index}&wait=10m");
        await node.WhenParkedAsync(1);

        node.Put(TestCatalog.Instance("web", "web-2"));
        var after = await waiting.WaitAsync(Patience.Limit);

        Assert.True(after.Index > passed.Index, $"{after.Index} after {passed.Index}");
        Assert.Equal(["web-1", "web-2"], after.ServiceIds);
    }

    [Theory]
    [InlineData("catalog/services")]
    [InlineData("catalog/nodes")]
    [InlineData("health/state/any")]
    [InlineData("status/peers")]
    [InlineData("health/service/none")]
    public async Task Index_of_any_list_is_passed(string path)
    {
        await using var node = await StartAsync();
        var seen = (await node.GetAsync(path)).Index + 1_000_000;
        var moved = node.GetAsync($"{path}?index={seen}&wait=10m");
        await WaitOutAsync(node, moved);

        Assert.True((await moved.WaitAsync(Patience.Limit)).Index > seen);
    }

    [Fact]
    public async Task Index_that_no_node_can_have_given_is_answered_at_once()
    {
        await using var node = await StartAsync();
        var before = await node.GetAsync("health/service/web");

        var reply = await node.GetAsync($"health/service/web?index={1L << 53}&wait=10m").WaitAsync(Patience.Limit);

        Assert.Equal(before.Index, reply.Index);
    }

    private static async Task<ConsulNode> StartAsync()
    {
        var node = await ConsulNode.StartAsync();
        node.Mesh.HasIndexes = true;
        node.Put(TestCatalog.Instance("api", "api-1"));
        node.Put(TestCatalog.Instance("web", "web-1"));
        return node;
    }

    /// <summary>Lets the time go by that a query waits for what is on its way.</summary>
    private static Task WaitOutAsync(ConsulNode node, Task<Reply> moved) => Eventually.IsAsync(
        () =>
        {
            node.Time.Advance(WaitRule.BehindLook);
            return moved.IsCompleted;
        },
        "it waits for more");
}
