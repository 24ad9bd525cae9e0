using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Node.Tests.Federation;

/// <summary>The door for other meshes and the overlay's datagrams have one port, over restarts of the node in its process.</summary>
public sealed class FederationDoorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Restart_inside_the_process_keeps_the_port_and_the_gateway_is_asked_as_before()
    {
        await using var eu = await GatewayNode.StartAsync("eu");
        await using var us = await GatewayNode.StartAsync("us", $"127.0.0.1:{eu.DoorPort}");
        var port = eu.DoorPort;
        Assert.Equal((port, us.DoorPort), (eu.OverlayPort, us.OverlayPort));
        await eu.ExportAsync("orders", "o-1");
        await FindsAsync(us, "o-1");

        eu.Node.Lose("the test wants a restart");
        await Eventually.IsAsync(
            () => Task.FromResult(eu.Node.Log.Lines.Any(l => l.Contains("has to start again", StringComparison.Ordinal))
                && eu.Node.Hub.State.Phase is MeshPhase.Ready && eu.OverlayPort is not null),
            () => $"the node did not come back: {eu.Node.Hub.State}",
            Limit);

        Assert.Equal((port, port), (eu.DoorPort, eu.OverlayPort));
        await eu.ExportAsync("orders", "o-2");
        await FindsAsync(us, "o-2");
    }

    [Fact]
    public async Task Node_that_is_no_gateway_has_no_door()
    {
        await using var node = await EmbeddedNode.StartAsync(m => Mesh.Node.Federation.FederationDoorExtensions.AddFederationDoor(m.Services));

        Assert.Null(Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Mesh.Node.Federation.FederationDoor>(node.Services).Port);
    }

    private static Task FindsAsync(GatewayNode asker, string id) => Eventually.IsAsync(
        async () => (await asker.Node.Client.ResolveAsync("orders@eu", TimeSpan.FromSeconds(1))).Instances
            .Any(i => i.Instance.Id.Value == id),
        () => $"orders@eu is {asker.Node.Client.Resolve("orders@eu").State}, without {id}; log:\n{string.Join('\n', asker.Node.Log.Lines)}",
        Limit);
}
