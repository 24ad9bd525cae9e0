using System.Net;
using Mesh.Federation;
using Mesh.Federation.Link;
using Mesh.Federation.Options;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Hosting;
using Mesh.Remote;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes the mesh node of a host a gateway to other meshes, if its options say so.</summary>
public static class MeshGatewayServiceCollectionExtensions
{
    /// <summary>
    /// Adds the gateway's actors and <see cref="IFederationOverlay"/>, <see cref="IOverlayInspector"/> and
    /// <see cref="IOverlayCalls"/>, beside <c>AddMesh</c>. Without <see cref="GatewayOptions.Gateway"/> they do nothing.
    /// </summary>
    public static IServiceCollection AddMeshGateway(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(s => s.ServiceType == typeof(OverlaySource)))
            return services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddMeshOptions<GatewayOptions, GatewayOptionsValidator>();
        services.AddSingleton(SourceOf);
        services.AddSingleton<IMeshExtension>(static sp => new FederationExtension(
            sp.GetRequiredService<OverlaySource>(), sp.GetService<FederationServices>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FederationOverlay>();
        services.AddSingleton<IFederationOverlay>(static sp => sp.GetRequiredService<FederationOverlay>());
        services.AddSingleton<IOverlayCalls>(static sp => sp.GetRequiredService<FederationOverlay>());
        services.AddSingleton<IOverlayInspector>(static sp => sp.GetRequiredService<FederationOverlay>());
        return services;
    }

    /// <summary>
    /// Adds the way to the gateways of other meshes, over gRPC: calls for the overlay where UDP does not get through, and the
    /// streams that imports come by. It calls and takes no calls: a process without the door for other meshes says so to them
    /// by <see cref="GatewayOptions.Client"/>.
    /// </summary>
    public static IServiceCollection AddMeshGatewayLink(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMeshGateway();
        services.TryAddSingleton(static sp => RemoteSettings.Of(sp.GetRequiredService<MeshOptions>().Federation));
        services.TryAddSingleton<TlsRefusals>();
        services.TryAddSingleton(static sp => FederationTlsSource.From(OptionsOf(sp), sp.GetRequiredService<TlsRefusals>()));
        services.TryAddSingleton(static sp => new GrpcFederationLink(
            sp.GetRequiredService<FederationTlsSource>().Value,
            sp.GetRequiredService<RemoteSettings>(),
            sp.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IFederationLink>(static sp => sp.GetRequiredService<GrpcFederationLink>());
        // Null is a valid answer: the node is no gateway.
        services.TryAddSingleton<ICallCarrier>(static sp => OptionsOf(sp).IsGateway ? CarrierOf(sp) : null!);
        services.TryAddSingleton<FederationServices>(static sp => OptionsOf(sp).IsGateway
            ? new FederationServices(
                sp.GetRequiredService<IFederationOverlay>,
                sp.GetRequiredService<IFederationLink>(),
                sp.GetRequiredService<RemoteSettings>())
            : null!);
        return services;
    }

    private static GrpcCallCarrier CarrierOf(IServiceProvider services) => new(
        services.GetRequiredService<FederationTlsSource>().Value,
        // Asked for with each connection: the overlay itself calls by this.
        () => services.GetRequiredService<IFederationOverlay>().Self is { } self ? new IPAddress(self.Address.HostBytes()) : null,
        services.GetRequiredService<TimeProvider>());

    private static GatewayOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<GatewayOptions>>().Value;

    private static OverlaySource SourceOf(IServiceProvider services)
    {
        var setup = OverlaySetup.Create(
            OptionsOf(services),
            services.GetRequiredService<MeshOptions>().MeshName,
            services.GetRequiredService<TimeProvider>());
        return new OverlaySource(setup is null ? null : setup with { Carrier = services.GetService<ICallCarrier>() });
    }
}
