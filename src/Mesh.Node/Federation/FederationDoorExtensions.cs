using System.Net;
using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Federation.Options;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Remote;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Federation;

/// <summary>What a gateway has beside the overlay: the door for other meshes, and the way to theirs.</summary>
internal static class FederationDoorExtensions
{
    /// <summary>On a node that is no gateway it does nothing; only the options say which it is.</summary>
    public static IServiceCollection AddFederationDoor(this IServiceCollection services)
    {
        services.AddMeshGateway();
        services.AddSingleton(static s => FederationTerms.Of(s.GetRequiredService<IOptions<MeshClientOptions>>().Value.Federation));
        services.AddSingleton<TlsRefusals>();
        services.AddSingleton(static s => FederationTlsSource.From(OptionsOf(s), s.GetRequiredService<TlsRefusals>()));
        services.AddSingleton(static s => new GrpcFederationLink(
            s.GetRequiredService<FederationTlsSource>().Value,
            s.GetRequiredService<FederationTerms>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IFederationLink>(static s => s.GetRequiredService<GrpcFederationLink>());
        // Null is a valid answer: the node is no gateway.
        services.AddSingleton<ICallCarrier>(static s => OptionsOf(s).IsGateway ? CarrierOf(s) : null!);
        services.AddSingleton<FederationParts>(static s => OptionsOf(s).IsGateway
            ? new FederationParts(
                s.GetRequiredService<IFederationOverlay>,
                s.GetRequiredService<IFederationLink>(),
                s.GetRequiredService<FederationTerms>())
            : null!);
        services.AddSingleton<FederationDoor>();
        services.AddHostedService(static s => s.GetRequiredService<FederationDoor>());
        services.AddHostedService<RevocationWatch>();
        return services;
    }

    private static GrpcCallCarrier CarrierOf(IServiceProvider services) => new(
        services.GetRequiredService<FederationTlsSource>().Value,
        // Asked for with each connection: the overlay itself calls by this.
        () => services.GetRequiredService<IFederationOverlay>().Self is { } self ? new IPAddress(self.Address.HostBytes()) : null,
        services.GetRequiredService<TimeProvider>());

    private static GatewayOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<GatewayOptions>>().Value;
}
