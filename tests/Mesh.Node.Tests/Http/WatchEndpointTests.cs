using Mesh.Node.Http;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Node.Tests.Http;

public sealed class WatchEndpointTests
{
    [Fact]
    public async Task Watch_begins_with_reset_and_the_present_instances_then_tells_changes()
    {
        await using var node = await TestNode.StartAsync();
        await node.RegisterAsync("orders", "o-1");
        await using var watch = await Watcher.OpenAsync(node, "?service=orders");

        Assert.Equal("reset", (await watch.NextAsync()).Change);
        Assert.Equal(("added", "o-1"), await watch.NextInstanceAsync());
        await node.RegisterAsync("orders", "o-2");
        Assert.Equal(("added", "o-2"), await watch.NextInstanceAsync());
        await node.Http.DeleteAsync("/mesh/v1/services/orders/o-2");
        Assert.Equal(("removed", "o-2"), await watch.NextInstanceAsync());
    }

    [Fact]
    public async Task Watch_resumes_after_the_last_event_id_rather_than_since()
    {
        await using var node = await TestNode.StartAsync();
        await node.RegisterAsync("orders", "o-1");
        var seen = node.Mesh.Snapshot.Revision;
        await node.RegisterAsync("orders", "o-2");
        await using var watch = await Watcher.OpenAsync(node, "?service=orders&since=0", seen);

        Assert.Equal(("added", "o-2"), await watch.NextInstanceAsync());
        Assert.Equal(node.Mesh.Snapshot.Revision, watch.LastId);
    }

    [Fact]
    public async Task Watch_sends_a_comment_when_nothing_changes()
    {
        await using var node = await TestNode.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mesh/v1/watch");
        using var response = await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(": watching", await lines.ReadLineAsync().WaitAsync(Patience.Limit));
        // The reset of an empty view, after which the stream is idle and its timer armed.
        while ((await lines.ReadLineAsync().WaitAsync(Patience.Limit))!.StartsWith("data", StringComparison.Ordinal) is false)
        {
        }

        Assert.Equal("", await lines.ReadLineAsync().WaitAsync(Patience.Limit));
        var beat = lines.ReadLineAsync();
        await Eventually.AsTimePassesAsync(node.Time, WatchStream.BeatInterval, () => beat.IsCompleted, "nothing is sent");

        Assert.Equal(": beat", await beat);
    }

    [Fact]
    public async Task A_node_that_leaves_and_stays_ends_its_watches()
    {
        await using var node = await TestNode.StartAsync();
        await using var watch = await Watcher.OpenAsync(node, "");
        await watch.NextAsync();

        node.Mesh.Hub.State = new MeshState(MeshPhase.Stopped, "left");

        Assert.Null(await watch.TryNextAsync());
        using var refused = await node.Http.GetAsync(new Uri("/mesh/v1/watch", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [Fact]
    public async Task A_stopping_node_ends_its_watches()
    {
        var node = await TestNode.StartAsync();
        await using var watch = await Watcher.OpenAsync(node, "");
        await watch.NextAsync();
        await node.StopAsync().WaitAsync(Patience.Limit);
        Assert.Null(await watch.TryNextAsync());
        await node.DisposeAsync();
    }
}
