using System.Net.Http.Json;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Bridge;

/// <summary>Two meshes with a bridge between them: the native API of one, the Consul door of the other.</summary>
public sealed class ConsulDoorBridgeTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    private NodeProcess _home = null!;
    private NodeProcess _away = null!;
    private MeshLook _homeLook = null!;
    private MeshLook _awayLook = null!;

    public async Task InitializeAsync()
    {
        _home = await NodeProcess.StartAsync();
        _away = await NodeProcess.StartAsync("--consul");
        (_homeLook, _awayLook) = (new MeshLook(_home), new MeshLook(_away));
    }

    public async Task DisposeAsync()
    {
        await _home.DisposeAsync();
        await _away.DisposeAsync();
    }

    [Fact]
    public async Task Instances_of_either_mesh_are_found_in_the_other_until_they_or_the_bridge_go()
    {
        await _homeLook.RegisterAsync("web", 1);
        using var reply = await Http.PutAsJsonAsync(
            new Uri(_away.Http, "/v1/agent/service/register"), new { ID = "web-2", Name = "web", Address = "10.0.0.1", Port = 2 });
        reply.EnsureSuccessStatusCode();
        await using var bridge = await BridgeProcess.StartAsync(
            _home, "consul", _away.Http.ToString(), "--mesh", "home", "--cluster", "away");
        await ShowsAsync(_homeLook, bridge, "1", "2 consul/away");
        await ShowsAsync(_awayLook, bridge, "1 mesh/home", "2");

        await _homeLook.RegisterAsync("web", 3);
        await _awayLook.RegisterAsync("web", 4);
        await ShowsAsync(_homeLook, bridge, "1", "2 consul/away", "3", "4 consul/away");
        await ShowsAsync(_awayLook, bridge, "1 mesh/home", "2", "3 mesh/home", "4");
        await _homeLook.DeregisterAsync("web", 1);
        await _awayLook.DeregisterAsync("web", 4);
        await ShowsAsync(_homeLook, bridge, "2 consul/away", "3");
        await ShowsAsync(_awayLook, bridge, "2", "3 mesh/home");
        Assert.Equal(2, await bridge.MetricAsync("mesh_bridge_writes_total{direction=\"out\",kind=\"put\"}"));
        Assert.Equal(2, await bridge.MetricAsync("mesh_bridge_writes_total{direction=\"in\",kind=\"put\"}"));

        Assert.Equal(0, await bridge.TerminateAsync());
        Assert.Equal(["3"], await _homeLook.ShownAsync("web"));
        Assert.Equal(["2"], await _awayLook.ShownAsync("web"));
    }

    private static async Task ShowsAsync(MeshLook mesh, BridgeProcess bridge, params string[] ports) =>
        await Eventually.EqualAsync(ports, () => mesh.ShownAsync("web"), "instances", () => bridge.Output);
}
