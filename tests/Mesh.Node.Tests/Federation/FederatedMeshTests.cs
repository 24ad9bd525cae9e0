using Mesh.Catalog;
using Mesh.Client;
using Mesh.Remote;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;

namespace Mesh.Node.Tests.Federation;

/// <summary>Meshes that find and use each other's services, in one process, over gRPC and an overlay without sockets.</summary>
public sealed class FederatedMeshTests
{
    // A machine that is busy for a while is no mesh that is gone.
    private static readonly RemoteSettings Settings = RemoteSettings.Default with
    {
        Heartbeat = TimeSpan.FromMilliseconds(200),
        Silence = TimeSpan.FromSeconds(30),
        Grace = TimeSpan.FromSeconds(30),
        GoneAfter = TimeSpan.FromSeconds(60),
        NegativeRetry = TimeSpan.FromMilliseconds(500),
    };

    private static readonly RemoteSettings Hasty = Settings with
    {
        Silence = TimeSpan.FromSeconds(1),
        Grace = TimeSpan.FromSeconds(1),
        GoneAfter = TimeSpan.FromSeconds(8),
    };

    private readonly FakeFederationOverlay.World _world = new();

    [Fact]
    public async Task Exported_service_is_found_from_a_node_behind_the_gateway_of_another_mesh()
    {
        await using var eu = await FederatedMesh.StartAsync("eu", _world, Settings);
        await using var us = await FederatedMesh.StartAsync("us", _world, Settings);
        await eu.RegisterAsync("orders", "o-1");
        await eu.ExportAsync("orders");
        Assert.Equal([ServiceName.Parse("orders")], eu.Gateway.Client.Exports);

        var first = us.Node.Client.Resolve("orders@eu");
        Assert.Equal((RemoteState.Asking, 0), (first.State, first.Instances.Length));
        var found = await us.Node.Client.ResolveAsync("orders@eu", Patience.Limit);

        Assert.Equal((RemoteState.Live, "eu"), (found.State, found.Origin));
        var view = Assert.Single(found.Instances);
        Assert.Equal(("o-1", "eu", Standing.Confirmed), (view.Instance.Id.Value, view.Origin, view.Standing));
        Assert.Equal("o-1", us.Node.Client.Pick("orders@eu")!.Instance.Id.Value);
        // Apart from the mesh's own registry, on all of its nodes.
        Assert.Null(us.Node.Client.Snapshot.Find("orders"));
        Assert.Null(us.Gateway.Client.Snapshot.Find("orders"));
    }

    [Fact]
    public async Task Change_in_one_mesh_is_an_event_in_the_other()
    {
        await using var eu = await FederatedMesh.StartAsync("eu", _world, Settings);
        await using var us = await FederatedMesh.StartAsync("us", _world, Settings);
        await eu.RegisterAsync("orders", "o-1");
        await eu.ExportAsync("orders");
        using var limit = new CancellationTokenSource(Patience.Limit);
        await using var watch = us.Node.Client.Watch("orders@eu", null, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.Equal("o-1", (await NextAsync(watch, ChangeKind.Added)).Instance!.Instance.Id.Value);

        await eu.RegisterAsync("orders", "o-2");
        Assert.Equal("o-2", (await NextAsync(watch, ChangeKind.Added)).Instance!.Instance.Id.Value);
        await eu.Node.Client.DeregisterAsync(new InstanceKey(ServiceName.Parse("orders"), InstanceId.Parse("o-1")));
        Assert.Equal("o-1", (await NextAsync(watch, ChangeKind.Removed)).Instance!.Instance.Id.Value);
    }

    [Fact]
    public async Task What_is_not_exported_is_not_found_and_what_no_longer_is_goes()
    {
        await using var eu = await FederatedMesh.StartAsync("eu", _world, Settings);
        await using var us = await FederatedMesh.StartAsync("us", _world, Settings);
        await eu.RegisterAsync("orders", "o-1");

        Assert.Equal(RemoteState.None, (await us.Node.Client.ResolveAsync("orders@eu", Patience.Limit)).State);
        Assert.Equal(RemoteState.None, (await us.Node.Client.ResolveAsync("orders@nowhere", Patience.Limit)).State);

        await eu.ExportAsync("orders");
        await WhenAsync(us, "orders@eu", r => r.State is RemoteState.Live && r.Instances.Length == 1);
        await eu.ExportAsync("orders", exported: false);
        await WhenAsync(us, "orders@eu", r => r.State is RemoteState.None && r.Instances.IsEmpty);
    }

    [Fact]
    public async Task Mesh_that_dies_makes_its_services_stale_and_then_gone()
    {
        await using var eu = await FederatedMesh.StartAsync("eu", _world, Hasty);
        await using var us = await FederatedMesh.StartAsync("us", _world, Hasty);
        await eu.RegisterAsync("orders", "o-1");
        await eu.ExportAsync("orders");
        await us.Node.Client.ResolveAsync("orders@eu", Patience.Limit);

        // Its gateway no longer answers; the locator is still in the overlay.
        await eu.Server.StopAsync(new CancellationToken(canceled: true));

        await WhenAsync(us, "orders@eu", r => r.State is RemoteState.Stale);
        var stale = us.Node.Client.Resolve("orders@eu");
        Assert.True(
            stale.Instances is [{ Standing: Standing.Unreachable }] || stale.State is RemoteState.None,
            $"{stale.State} with {stale.Instances.Length} instances");
        await WhenAsync(us, "orders@eu", r => r.State is RemoteState.None && r.Instances.IsEmpty);
    }

    [Fact]
    public async Task Fallback_takes_another_mesh_while_this_one_has_none_and_comes_back()
    {
        await using var eu = await FederatedMesh.StartAsync("eu", _world, Settings);
        await using var us = await FederatedMesh.StartAsync(
            "us", _world, Settings, m => m.Configure(o => o.Federation.Fallback = true));
        await eu.RegisterAsync("orders", "far");
        await eu.ExportAsync("orders");
        using var limit = new CancellationTokenSource(Patience.Limit);
        await using var watch = us.Node.Client.Watch("orders", null, limit.Token).GetAsyncEnumerator(limit.Token);

        // Until eu has told the overlay, none is the true answer.
        await WhenAsync(us, "orders", r => r.State is RemoteState.Live);
        var far = us.Node.Client.Resolve("orders");
        Assert.Equal(("eu", "far"), (far.Origin, Assert.Single(far.Instances).Instance.Id.Value));
        Assert.Equal("far", (await NextAsync(watch, ChangeKind.Added)).Instance!.Instance.Id.Value);
        // Off by default: the gateway of the same mesh sees none.
        Assert.Null(us.Gateway.Client.Resolve("orders").State);

        await us.RegisterAsync("orders", "near");
        var near = us.Node.Client.Resolve("orders");
        Assert.Equal(("", "near"), (near.Origin, Assert.Single(near.Instances).Instance.Id.Value));
        await NextAsync(watch, ChangeKind.Reset);
        Assert.Equal("near", (await NextAsync(watch, ChangeKind.Added)).Instance!.Instance.Id.Value);
    }

    [Fact]
    public async Task Of_three_meshes_each_is_named_and_any_will_do()
    {
        await using var eu = await FederatedMesh.StartAsync("eu", _world, Settings);
        await using var us = await FederatedMesh.StartAsync("us", _world, Settings);
        await using var asia = await FederatedMesh.StartAsync("asia", _world, Settings);
        foreach (var mesh in new[] { eu, us })
        {
            await mesh.RegisterAsync("orders", $"of-{mesh.Name}");
            await mesh.ExportAsync("orders");
        }

        foreach (var name in new[] { "eu", "us" })
        {
            var found = await asia.Node.Client.ResolveAsync($"orders@{name}", Patience.Limit);
            Assert.Equal((name, $"of-{name}"), (found.Origin, Assert.Single(found.Instances).Instance.Id.Value));
        }

        await WhenAsync(asia, "orders@*", r => r.Origin is "eu" or "us" && r.Instances.Length == 1);
    }

    [Fact]
    public async Task Mesh_without_a_gateway_says_so()
    {
        await using var alone = await EmbeddedNode.StartAsync();

        Assert.Equal(RemoteState.Asking, alone.Client.Resolve("orders@eu").State);

        await Eventually.IsAsync(
            () => alone.Client.Resolve("orders@eu").State is RemoteState.NoGateway, "the node never said that there is no gateway");
    }

    private static async Task<CatalogChange> NextAsync(IAsyncEnumerator<CatalogChange> watch, ChangeKind kind)
    {
        while (true)
        {
            Assert.True(await watch.MoveNextAsync());
            if (watch.Current.Kind == kind)
                return watch.Current;
        }
    }

    private static Task WhenAsync(FederatedMesh mesh, string service, Func<Resolution, bool> condition) =>
        Eventually.IsAsync(
            () => Task.FromResult(condition(mesh.Node.Client.Resolve(service))),
            () =>
            {
                var now = mesh.Node.Client.Resolve(service);
                return $"{service} is {now.State} of '{now.Origin}' with {now.Instances.Length} instances; log:\n"
                    + string.Join('\n', mesh.Gateway.Log.Lines);
            },
            Patience.Limit);
}
