using Mesh.Catalog;
using Mesh.Federation.Options;
using Mesh.Federation.Overlay;
using Mesh.Node.Federation;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Node.Tests.Federation;

/// <summary>A mesh of one node in this process that is a gateway in earnest: overlay over UDP, door over TCP.</summary>
internal sealed class GatewayNode : IAsyncDisposable
{
    private GatewayNode(EmbeddedNode node) => Node = node;

    public EmbeddedNode Node { get; }

    public IFederationOverlay Overlay => Node.Services.GetRequiredService<IFederationOverlay>();

    public int? DoorPort => Node.Services.GetRequiredService<FederationDoor>().Port;

    public int? OverlayPort => Overlay.Self?.Address.Port;

    /// <param name="seed">A gateway to enter through.</param>
    public static async Task<GatewayNode> StartAsync(string mesh, string? seed = null)
    {
        var gateway = new GatewayNode(await EmbeddedNode.StartAsync(m =>
        {
            m.Configure(o => o.MeshName = mesh);
            m.Services.AddFederationDoor();
            m.Services.Configure<GatewayOptions>(o =>
            {
                o.Gateway = "127.0.0.1:0";
                o.Mode = FederationMode.Open;
                if (seed is not null)
                    o.Seeds.Add(seed);
            });
        }));
        await Eventually.IsAsync(() => gateway.OverlayPort is not null, $"the overlay of {mesh} does not listen");
        return gateway;
    }

    public async Task ExportAsync(string service, string id)
    {
        await Node.Client.RegisterAsync(TestCatalog.Instance(service, id), Consistency.All);
        await Node.Client.SetExportedAsync(ServiceName.Parse(service), true);
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
