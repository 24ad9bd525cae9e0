using System.Net;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Node.Federation;
using Mesh.Remote;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Node.Tests.Federation;

/// <summary>A mesh in this process: one gateway and one other node, over an overlay without sockets.</summary>
internal sealed class FederatedMesh : IAsyncDisposable
{
    private readonly FakeFederationOverlay.World _world;
    private readonly GrpcFederationLink _link;
    private readonly TestDoor _door;

    private FederatedMesh(
        string name, FakeFederationOverlay.World world, EmbeddedNode gateway, EmbeddedNode node, TestDoor door, GrpcFederationLink link)
    {
        (Name, _world, Gateway, Node, _door, _link) = (name, world, gateway, node, door, link);
    }

    public string Name { get; }

    public EmbeddedNode Gateway { get; }

    /// <summary>Not a gateway: it knows other meshes by its gateway alone.</summary>
    public EmbeddedNode Node { get; }

    public FederationServer Server => _door.Server;

    public static async Task<FederatedMesh> StartAsync(
        string name, FakeFederationOverlay.World world, RemoteSettings settings, Action<MeshBuilder>? onNode = null)
    {
        var port = FreePorts.Take();
        var overlay = new FakeFederationOverlay(
            world, name, KadAddress.From(new IPEndPoint(IPAddress.Loopback, port)));
        var link = new GrpcFederationLink(tls: null, settings, TimeProvider.System);
        void Common(MeshBuilder m) => m.Configure(o =>
        {
            o.MeshName = name;
            o.Federation.Grace = settings.Grace;
            o.Federation.GoneAfter = settings.GoneAfter;
        });
        var gateway = await EmbeddedNode.StartAsync(m =>
        {
            Common(m);
            m.Services.AddMeshGateway();
            m.Services.AddSingleton(new FederationServices(() => overlay, link, settings));
        });
        var node = await EmbeddedNode.StartAsync(
            m =>
            {
                Common(m);
                onNode?.Invoke(m);
            },
            [gateway]);
        var door = await TestDoor.StartAsync(gateway.Client, gateway.Hub, name, settings, port: port);
        var mesh = new FederatedMesh(name, world, gateway, node, door, link);
        // Before that the true answers are that there is no gateway, and no mesh of this name.
        await node.WhenOfferedAsync("mesh-gateway", 1);
        await mesh.WhenPublishedAsync(new OverlaySubject.MeshNamed(name), true);
        return mesh;
    }

    public Task RegisterAsync(string service, string id) =>
        Node.Client.RegisterAsync(TestCatalog.Instance(service, id), Mesh.Catalog.Consistency.All);

    /// <summary>
    /// Ends when the gateway knows it, which the policy reaches by the push between the nodes, and has told the overlay.
    /// </summary>
    public async Task ExportAsync(string service, bool exported = true)
    {
        var name = ServiceName.Parse(service);
        await Node.Client.SetExportedAsync(name, exported);
        await Eventually.IsAsync(
            () => Gateway.Client.Exports.Contains(name) == exported, $"the gateway of {Name} did not hear of the export");
        await WhenPublishedAsync(new OverlaySubject.Service(service), exported);
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await Node.DisposeAsync();
        await Gateway.DisposeAsync();
        _link.Dispose();
    }

    private Task WhenPublishedAsync(OverlaySubject subject, bool expected) => Eventually.IsAsync(
        () => _world.Knows(Name, subject) == expected, $"{Name} did not tell the overlay of {subject}");
}
