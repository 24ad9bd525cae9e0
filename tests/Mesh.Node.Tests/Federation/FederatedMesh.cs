using System.Net;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Federation;
using Mesh.Kademlia;
using Mesh.Node.Federation;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Node.Tests.Federation;

/// <summary>A mesh in this process: one gateway and one other node, over an overlay without sockets.</summary>
internal sealed class FederatedMesh : IAsyncDisposable
{
    private readonly GrpcFederationLink _link;
    private readonly TestDoor _door;

    private FederatedMesh(
        string name, EmbeddedNode gateway, EmbeddedNode node, TestDoor door, GrpcFederationLink link)
    {
        (Name, Gateway, Node, _door, _link) = (name, gateway, node, door, link);
    }

    public string Name { get; }

    public EmbeddedNode Gateway { get; }

    /// <summary>Not a gateway: it knows other meshes by its gateway alone.</summary>
    public EmbeddedNode Node { get; }

    public FederationServer Server => _door.Server;

    public static async Task<FederatedMesh> StartAsync(
        string name, FakeFederationOverlay.World world, FederationTerms terms, Action<MeshBuilder>? onNode = null)
    {
        var port = FreePorts.Take();
        var overlay = new FakeFederationOverlay(
            world, name, KadAddress.From(new IPEndPoint(IPAddress.Loopback, port)));
        var link = new GrpcFederationLink(tls: null, terms, TimeProvider.System);
        void Common(MeshBuilder m) => m.Configure(o =>
        {
            o.MeshName = name;
            o.Federation.Grace = terms.Grace;
            o.Federation.GoneAfter = terms.GoneAfter;
        });
        var gateway = await EmbeddedNode.StartAsync(m =>
        {
            Common(m);
            m.Services.AddSingleton(new FederationParts(() => overlay, link, terms));
        });
        var node = await EmbeddedNode.StartAsync(
            m =>
            {
                Common(m);
                onNode?.Invoke(m);
            },
            [gateway]);
        var door = await TestDoor.StartAsync(gateway.Client, name, terms, port: port);
        return new FederatedMesh(name, gateway, node, door, link);
    }

    public Task RegisterAsync(string service, string id) =>
        Node.Client.RegisterAsync(TestCatalog.Instance(service, id), Mesh.Registry.Consistency.All);

    /// <summary>Ends when the gateway knows it, which the policy reaches by the push between the nodes.</summary>
    public async Task ExportAsync(string service, bool exported = true)
    {
        var name = ServiceName.Parse(service);
        await Node.Client.SetExportedAsync(name, exported);
        await Eventually.IsAsync(
            () => Gateway.Client.Exports.Contains(name) == exported, $"the gateway of {Name} did not hear of the export");
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await Node.DisposeAsync();
        await Gateway.DisposeAsync();
        _link.Dispose();
    }
}
