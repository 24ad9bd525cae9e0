using System.Text.Json.Nodes;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Bridge;

/// <summary>A node and a bridge, each a process, and a double that answers as Consul does: no Consul can be had here.</summary>
public sealed class ConsulBridgeTests : IAsyncLifetime
{
    private NodeProcess _node = null!;
    private ConsulDouble _consul = null!;
    private MeshLook _mesh = null!;

    public async Task InitializeAsync()
    {
        _consul = await ConsulDouble.StartAsync();
        _node = await NodeProcess.StartAsync();
        _mesh = new MeshLook(_node);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _consul.DisposeAsync();
    }

    [Fact]
    public async Task Instances_of_either_side_are_found_on_the_other_until_they_or_the_bridge_go()
    {
        await _mesh.RegisterAsync("web", 1);
        _consul.Store.Register(ConsulDoubleStore.Native("n1", "web-2", "web", "10.0.0.1", 2));
        await using var bridge = await StartAsync();
        await ConsulShowsAsync(bridge, "mesh-mesh/web/i1 passing", "n1/web-2 passing");
        await MeshShowsAsync(bridge, "1", "2 consul/dc1");

        // A status is carried over; what turns critical is withdrawn.
        await _mesh.RegisterAsync("web", 1, "warning");
        await ConsulShowsAsync(bridge, "mesh-mesh/web/i1 warning", "n1/web-2 passing");
        _consul.Store.Register(ConsulDoubleStore.Native("n1", "web-2", "web", "10.0.0.1", 2, "critical"));
        await MeshShowsAsync(bridge, "1");
        await _mesh.DeregisterAsync("web", 1);
        await ConsulShowsAsync(bridge, "n1/web-2 critical");
        await _mesh.RegisterAsync("web", 1);
        await ConsulShowsAsync(bridge, "mesh-mesh/web/i1 passing", "n1/web-2 critical");

        Assert.Equal(0, await bridge.TerminateAsync());
        Assert.Equal(["n1/web-2 critical"], _consul.Store.All());
        Assert.Equal(0, _consul.Locks.Count);
        Assert.Equal("deregister {\"Node\":\"mesh-mesh\"}", _consul.Writes.Last());
    }

    [Fact]
    public async Task What_is_written_is_an_entry_of_an_external_node_with_the_mark()
    {
        await _mesh.RegisterAsync("web", 1);
        await using var bridge = await StartAsync("--mesh", "home");
        await ConsulShowsAsync(bridge, "mesh-home/web/i1 passing");
        var write = JsonNode.Parse(_consul.Writes.Single()["register ".Length..])!;
        Assert.Equal("true", (string?)write["NodeMeta"]!["external-node"]);
        Assert.Equal("mesh/home", (string?)write["Service"]!["Meta"]!["mesh-origin"]);
        Assert.Equal("bridge", (string?)write["Service"]!["Meta"]!["mesh-bridge"]);
        Assert.Equal("10.0.0.1", (string?)write["Service"]!["Address"]);
    }

    [Fact]
    public async Task A_settled_bridge_writes_nothing_and_a_failing_server_costs_no_copy()
    {
        await _mesh.RegisterAsync("web", 1);
        _consul.Store.Register(ConsulDoubleStore.Native("n1", "web-2", "web", "10.0.0.1", 2));
        await using var bridge = await StartAsync();
        await ConsulShowsAsync(bridge, "mesh-mesh/web/i1 passing", "n1/web-2 passing");
        await MeshShowsAsync(bridge, "1", "2 consul/dc1");

        _consul.IsFailing = true;
        // Wakes the queries that wait, so that the bridge asks again and is refused.
        _consul.Store.Register(ConsulDoubleStore.Native("n1", "db-1", "db", "10.0.0.1", 3));
        await Eventually.EqualAsync(503, async () => (await bridge.HealthAsync()).Status, "not well", () => bridge.Output);
        await _mesh.RegisterAsync("web", 4);
        Assert.Equal(["1", "2 consul/dc1", "4"], await _mesh.ShownAsync("web"));
        _consul.IsFailing = false;
        await ConsulShowsAsync(
            bridge, "mesh-mesh/web/i1 passing", "mesh-mesh/web/i4 passing", "n1/db-1 passing", "n1/web-2 passing");
        await Eventually.EqualAsync(["3 consul/dc1"], () => _mesh.ShownAsync("db"), "db in the mesh", () => bridge.Output);
        Assert.Equal(2, _consul.Writes.Count);
        Assert.Equal(["1", "2 consul/dc1", "4"], await _mesh.ShownAsync("web"));
    }

    [Fact]
    public async Task A_second_process_stands_by_and_reaps_when_the_session_of_a_killed_one_lapses()
    {
        await _mesh.RegisterAsync("web", 1);
        await using var killed = await StartAsync();
        await ConsulShowsAsync(killed, "mesh-mesh/web/i1 passing");
        await using var second = BridgeProcess.Launch(_node, "consul", _consul.Url);
        await second.SaysAsync("standing by: another process of bridge 'bridge' works");
        killed.Kill();
        await _mesh.DeregisterAsync("web", 1);
        await _mesh.RegisterAsync("web", 2);
        Assert.Equal(["mesh-mesh/web/i1 passing"], _consul.Store.All());
        _consul.Locks.Expire();
        await ConsulShowsAsync(second, "mesh-mesh/web/i2 passing");
    }

    [Fact]
    public async Task The_id_of_a_bridge_of_another_mesh_is_refused()
    {
        await using var bridge = await StartAsync();
        await using var other = BridgeProcess.Launch(_node, "consul", _consul.Url, "--mesh", "other");
        await other.ExitedAsync();
        Assert.Contains("bridge id 'bridge' is in use by mesh 'mesh'; give this bridge another --id", other.Output, StringComparison.Ordinal);
    }

    private Task<BridgeProcess> StartAsync(params string[] arguments) =>
        BridgeProcess.StartAsync(_node, "consul", _consul.Url, arguments);

    private async Task ConsulShowsAsync(BridgeProcess bridge, params string[] entries) =>
        await Eventually.EqualAsync(entries, () => Task.FromResult(_consul.Store.All()), "entries of Consul", () => bridge.Output);

    private async Task MeshShowsAsync(BridgeProcess bridge, params string[] ports) =>
        await Eventually.EqualAsync(ports, () => _mesh.ShownAsync("web"), "instances of the mesh", () => bridge.Output);
}
