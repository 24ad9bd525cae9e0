using Mesh.Client;
using Mesh.Federation;
using Mesh.Federation.Imports;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Federation;

/// <summary>Makes a node a gateway, given the overlay: the door for other meshes, and the way to theirs.</summary>
internal static class FederationDoorExtensions
{
    /// <summary>
    /// Needs an <see cref="IFederationOverlay"/> and takes a <see cref="FederationTls"/>, without which it talks in the
    /// clear.
    /// </summary>
    public static IServiceCollection AddFederationDoor(
        this IServiceCollection services, Func<IServiceProvider, FederationAddress> address)
    {
        services.AddSingleton(address);
        services.AddSingleton(static s => OptionsOf(s).Federation.ToTerms());
        services.AddSingleton<IFederationLink>(static s =>
            new GrpcFederationLink(s.GetService<FederationTls>(), s.GetRequiredService<FederationTerms>()));
        services.AddSingleton(static s => new FederationParts(
            s.GetRequiredService<IFederationOverlay>(), s.GetRequiredService<IFederationLink>()));
        services.AddSingleton<FederationServer>();
        services.AddHostedService(static s => s.GetRequiredService<FederationServer>());
        return services;
    }

    private static MeshClientOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<MeshClientOptions>>().Value;
}
