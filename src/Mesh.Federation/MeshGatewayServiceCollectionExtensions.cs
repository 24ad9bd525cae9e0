using Mesh.Federation;
using Mesh.Federation.Link;
using Mesh.Federation.Options;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Hosting;
using Mesh.Options;
using Microsoft.Extensions.Configuration;
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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.AddOptions<GatewayOptions>()
            .Configure<IServiceProvider>(static (o, sp) => OptionsBinding.Bind(
                o, GatewayOptions.Section, sp.GetService<IConfiguration>(), sp.GetServices<SettingsFile>().Select(f => f.Path)))
            .ValidateOnStart();
        services.AddSingleton(SourceOf);
        services.AddSingleton<IMeshExtension>(static sp => new FederationExtension(
            sp.GetRequiredService<OverlaySource>(), sp.GetService<FederationParts>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FederationOverlay>();
        services.AddSingleton<IFederationOverlay>(static sp => sp.GetRequiredService<FederationOverlay>());
        services.AddSingleton<IOverlayCalls>(static sp => sp.GetRequiredService<FederationOverlay>());
        services.AddSingleton<IOverlayInspector>(static sp => sp.GetRequiredService<FederationOverlay>());
        return services;
    }

    private static OverlaySource SourceOf(IServiceProvider services)
    {
        var parts = OverlayParts.Create(
            services.GetRequiredService<IOptions<GatewayOptions>>().Value,
            services.GetRequiredService<MeshOptions>().MeshName,
            services.GetRequiredService<TimeProvider>());
        return new OverlaySource(parts is null ? null : parts with { Carrier = services.GetService<ICallCarrier>() });
    }
}
