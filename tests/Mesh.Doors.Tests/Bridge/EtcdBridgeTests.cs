using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Bridge;

/// <summary>A node, a real etcd and a bridge between them, each a process.</summary>
public sealed class EtcdBridgeTests : IAsyncLifetime
{
    private NodeProcess _node = null!;
    private EtcdServer _etcd = null!;
    private MeshLook _mesh = null!;

    public async Task InitializeAsync()
    {
        _etcd = await EtcdServer.StartAsync();
        try
        {
            _node = await NodeProcess.StartAsync();
        }
        catch (Exception)
        {
            // Nobody disposes what was not initialised to the end.
            await _etcd.DisposeAsync();
            throw;
        }

        _mesh = new MeshLook(_node);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _etcd.DisposeAsync();
    }

    [Fact]
    public async Task Instances_of_either_side_are_found_on_the_other_until_they_or_the_bridge_go()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var bridge = await StartAsync();
        await EtcdShowsAsync(bridge, Key(1), Key(2));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod");
        Assert.Equal("10.0.0.1:1", (await _etcd.ReadAsync(Key(1)))[0].Value);

        await _etcd.PutAsync("/services/web/by-name", "{\"Op\":0,\"Addr\":\"10.0.0.1:3\",\"Metadata\":{}}");
        await _mesh.RegisterAsync("web", 4);
        await MeshShowsAsync(bridge, "1", "2 etcd/prod", "3 etcd/prod", "4");
        await EtcdShowsAsync(bridge, Key(1), Key(2), Key(4), "/services/web/by-name");

        // An instance that says it is critical takes its copy away.
        await _mesh.RegisterAsync("web", 4, "critical");
        await _etcd.DeleteAsync("/services/web/by-name");
        await EtcdShowsAsync(bridge, Key(1), Key(2));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod");
        Assert.Equal(200, (await bridge.HealthAsync()).Status);

        Assert.Equal(0, await bridge.TerminateAsync());
        Assert.Equal([Key(2)], await _etcd.KeysAsync());
        Assert.Empty(await _etcd.KeysAsync("/mesh-bridge/"));
        Assert.Equal(["1"], await _mesh.ShownAsync("web"));
    }

    [Theory]
    [InlineData("kitex", "kitex/registry-etcd/web/10.0.0.1:1", """{"network":"tcp","address":"10.0.0.1:1","weight":1,"tags":{}}""")]
    [InlineData("skydns", "/skydns/local/skydns/web/", "")]
    public async Task Copies_are_written_in_the_layout_that_was_asked_for(string layout, string key, string value)
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync("/service/default/default/web/latest/10.0.0.1:2", "{}");
        await using var bridge = await StartAsync("--layout", layout);
        await MeshShowsAsync(bridge, "1", "2 etcd/prod");
        await Eventually.IsAsync(async () => (await _etcd.KeysAsync(key)).Length == 1, () => $"{bridge.Output}");

        var copy = Assert.Single(await _etcd.KeysAsync(key));
        if (value.Length > 0)
            Assert.Equal(value, (await _etcd.ReadAsync(copy))[0].Value);
    }

    [Fact]
    public async Task Hang_up_ends_no_bridge_and_takes_no_copy_away()
    {
        await _mesh.RegisterAsync("web", 1);
        await using var bridge = await StartAsync();
        await EtcdShowsAsync(bridge, Key(1));

        bridge.HangUp();
        await bridge.SaysAsync("both sides are read anew");

        await _mesh.RegisterAsync("web", 2);
        await EtcdShowsAsync(bridge, Key(1), Key(2));
    }

    [Fact]
    public async Task The_same_address_on_both_sides_is_a_conflict_and_stays_with_its_owners()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(1), "10.0.0.1:1");
        await using var bridge = await StartAsync();
        await bridge.SaysAsync("web at 10.0.0.1:1 is registered in both systems");
        await ConflictsAsync(bridge, 1);
        Assert.Equal(["1"], await _mesh.ShownAsync("web"));
        Assert.Equal(0, (await _etcd.ReadAsync(Key(1)))[0].Lease);

        // The copy comes with the end of the conflict, and gives way to a service that takes the key.
        await _etcd.DeleteAsync(Key(1));
        await Eventually.EqualAsync(1, async () => (await _etcd.ReadAsync(Key(1))).Count(k => k.Lease != 0), "a copy in etcd", () => bridge.Output);
        await _etcd.PutAsync(Key(1), "10.0.0.1:1");
        await ConflictsAsync(bridge, 1);
        Assert.Equal(0, await bridge.TerminateAsync());
        Assert.Equal([Key(1)], await _etcd.KeysAsync());
    }

    [Fact]
    public async Task A_settled_bridge_writes_nothing()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var bridge = await StartAsync();
        await EtcdShowsAsync(bridge, Key(1), Key(2));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod");
        var revision = await _etcd.RevisionAsync();

        // Changes that concern nobody wake the bridge; each is seen before the next is made.
        for (var i = 0; i < 5; i++)
        {
            await _etcd.PutAsync("/services/note", $"{i}");
            await _mesh.RegisterAsync("other", 9, i % 2 == 0 ? "critical" : "draining");
        }

        await _etcd.PutAsync(Key(3));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod", "3 etcd/prod");
        Assert.Equal(revision + 6, await _etcd.RevisionAsync());
        Assert.Equal(2, await bridge.MetricAsync("mesh_bridge_writes_total{direction=\"in\",kind=\"put\"}"));
        Assert.Equal(1, await bridge.MetricAsync("mesh_bridge_writes_total{direction=\"out\",kind=\"put\"}"));
    }

    [Fact]
    public async Task A_killed_bridge_leaves_nothing_behind_beyond_its_lease()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var bridge = await StartAsync();
        await EtcdShowsAsync(bridge, Key(1), Key(2));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod");
        bridge.Kill();
        await EtcdShowsAsync(bridge, Key(2));
        await MeshShowsAsync(bridge, "1");
        Assert.Empty(await _etcd.KeysAsync("/mesh-bridge/"));
    }

    [Fact]
    public async Task A_bridge_started_after_a_kill_takes_the_copies_over_without_a_gap()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var killed = await StartAsync();
        await EtcdShowsAsync(killed, Key(1), Key(2));
        await MeshShowsAsync(killed, "1", "2 etcd/prod");
        var before = (await _etcd.ReadAsync(Key(1)))[0];
        killed.Kill();
        await using var bridge = BridgeProcess.Launch(_node, "etcd", _etcd.Url, "--cluster", "prod");
        await bridge.SaysAsync("standing by: another process of bridge 'bridge' works");
        await bridge.SaysAsync("took over from a process whose lease had");
        await bridge.SaysAsync("\"bridge\":");
        Assert.Equal(before, (await _etcd.ReadAsync(Key(1)))[0]);
        Assert.Equal(["1", "2 etcd/prod"], await _mesh.ShownAsync("web"));
        Assert.Equal(0, await bridge.MetricAsync("mesh_bridge_writes_total{direction=\"out\",kind=\"put\"}"));
    }

    [Fact]
    public async Task A_bridge_that_keeps_its_copies_leaves_them_to_the_next_which_writes_none()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var first = await StartAsync("--keep");
        await EtcdShowsAsync(first, Key(1), Key(2));
        await MeshShowsAsync(first, "1", "2 etcd/prod");
        Assert.Equal(0, await first.TerminateAsync());
        Assert.Contains("the copies stay for the next process", first.Output, StringComparison.Ordinal);
        Assert.Equal([Key(1), Key(2)], await _etcd.KeysAsync());
        Assert.Equal(["1", "2 etcd/prod"], await _mesh.ShownAsync("web"));

        await using var second = BridgeProcess.Launch(_node, "etcd", _etcd.Url, "--cluster", "prod");
        await second.SaysAsync("\"bridge\":");
        Assert.Equal(["1", "2 etcd/prod"], await _mesh.ShownAsync("web"));
        foreach (var direction in (string[])["in", "out"])
            Assert.Equal(0, await second.MetricAsync($"mesh_bridge_writes_total{{direction=\"{direction}\",kind=\"put\"}}"));
    }

    [Fact]
    public async Task Many_copies_are_all_made_and_all_removed()
    {
        const int Count = 500;
        using var http = new HttpClient { BaseAddress = new Uri(_etcd.Url) };
        for (var i = 0; i < Count; i++)
        {
            var key = Convert.ToBase64String(Encoding.UTF8.GetBytes($"/services/many/10.0.{i / 250}.{i % 250}:80"));
            using var reply = await http.PostAsJsonAsync("/v3/kv/put", new { key });
            reply.EnsureSuccessStatusCode();
        }

        await using var bridge = await StartAsync("--direction", "in");
        await Eventually.EqualAsync(Count, async () => (await _mesh.ShownAsync("many")).Length, "copies", () => bridge.Output);
        Assert.Equal(0, await bridge.TerminateAsync());
        await Eventually.EqualAsync(0, async () => (await _mesh.ShownAsync("many")).Length, "copies", () => bridge.Output);
    }

    [Fact]
    public async Task A_restart_of_etcd_costs_no_copy_and_what_changed_meanwhile_is_copied()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var bridge = await StartAsync();
        await EtcdShowsAsync(bridge, Key(1), Key(2));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod");
        await _etcd.RestartAsync(async () =>
        {
            await Eventually.EqualAsync(503, async () => (await bridge.HealthAsync()).Status, "not well", () => bridge.Output);
            await _mesh.RegisterAsync("web", 3);
            Assert.Equal(["1", "2 etcd/prod", "3"], await _mesh.ShownAsync("web"));
        });
        await EtcdShowsAsync(bridge, Key(1), Key(2), Key(3));
        await _etcd.PutAsync(Key(4));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod", "3", "4 etcd/prod");
    }

    [Fact]
    public async Task A_new_etcd_at_the_same_address_is_filled_again()
    {
        await _mesh.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var bridge = await StartAsync();
        await EtcdShowsAsync(bridge, Key(1), Key(2));
        await MeshShowsAsync(bridge, "1", "2 etcd/prod");
        await _etcd.ReplaceAsync();
        await _etcd.PutAsync(Key(3));
        await EtcdShowsAsync(bridge, Key(1), Key(3));
        await MeshShowsAsync(bridge, "1", "3 etcd/prod");
    }

    [Fact]
    public async Task A_node_that_comes_back_empty_gets_its_copies_again_and_an_empty_mesh_is_not_believed_at_once()
    {
        var port = $"{FreePorts.Take()}";
        await using var first = await NodeProcess.StartAsync("--http", port);
        var before = new MeshLook(first);
        await before.RegisterAsync("web", 1);
        await _etcd.PutAsync(Key(2));
        await using var bridge = await BridgeProcess.StartAsync(first, "etcd", _etcd.Url, "--cluster", "prod");
        await EtcdShowsAsync(bridge, Key(1), Key(2));
        first.Kill();
        await Eventually.EqualAsync(503, async () => (await bridge.HealthAsync()).Status, "not well", () => bridge.Output);
        await using var second = await NodeProcess.StartAsync("--http", port);
        var after = new MeshLook(second);
        await Eventually.EqualAsync(["2 etcd/prod"], () => after.ShownAsync("web"), "instances of the new node", () => bridge.Output);
        Assert.Equal([Key(1), Key(2)], await _etcd.KeysAsync());
        await bridge.SaysAsync("the source is empty; 2 more readings must confirm it");
        await EtcdShowsAsync(bridge, Key(2));
    }

    [Fact]
    public async Task Many_removals_at_once_are_held_back_until_an_operator_accepts_them()
    {
        await _etcd.PutAsync("/services/web/10.0.0.1:90");
        for (var port = 1; port <= 5; port++)
            await _etcd.PutAsync(Key(port));
        await using var bridge = await StartAsync("--direction", "in");
        string[] all = ["1 etcd/prod", "2 etcd/prod", "3 etcd/prod", "4 etcd/prod", "5 etcd/prod", "90 etcd/prod"];
        await MeshShowsAsync(bridge, all);
        await _etcd.DeleteAsync("/services/web/10.0.0.1:", isPrefix: true);
        await _etcd.PutAsync("/services/web/10.0.0.1:90");
        await bridge.SaysAsync("removals held back");
        Assert.Equal(all, await _mesh.ShownAsync("web"));
        await Eventually.EqualAsync(5d, () => bridge.MetricAsync("mesh_bridge_held{direction=\"in\"}"), "held", () => bridge.Output);
        bridge.Accept();
        await MeshShowsAsync(bridge, "90 etcd/prod");
    }

    [Fact]
    public async Task The_id_of_a_bridge_of_another_mesh_is_refused()
    {
        await using var bridge = await StartAsync();
        await using var other = BridgeProcess.Launch(_node, "etcd", _etcd.Url, "--mesh", "other", "--cluster", "prod");
        await other.ExitedAsync();
        using var problem = JsonDocument.Parse(other.Output.Split('\n').Last(line => line.StartsWith('{')));
        Assert.Equal(
            "bridge id 'bridge' is in use by mesh 'mesh'; give this bridge another --id",
            problem.RootElement.GetProperty("detail").GetString());
        Assert.False(bridge.HasExited);
    }

    private static string Key(int port) => $"/services/web/10.0.0.1:{port}";

    private Task<BridgeProcess> StartAsync(params string[] arguments) =>
        BridgeProcess.StartAsync(_node, "etcd", _etcd.Url, ["--cluster", "prod", .. arguments]);

    private static async Task ConflictsAsync(BridgeProcess bridge, double count) => await Eventually.EqualAsync(
        count, () => bridge.MetricAsync("mesh_bridge_conflicts{direction=\"out\"}"), "conflicts", () => bridge.Output);

    private async Task EtcdShowsAsync(BridgeProcess bridge, params string[] keys) =>
        await Eventually.EqualAsync(keys, () => _etcd.KeysAsync(), "keys of etcd", () => bridge.Output);

    private async Task MeshShowsAsync(BridgeProcess bridge, params string[] ports) =>
        await Eventually.EqualAsync(ports, () => _mesh.ShownAsync("web"), "instances of the mesh", () => bridge.Output);
}
