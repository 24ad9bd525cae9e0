using Mesh.Node.Access;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mesh.Node.Federation;

/// <summary>What a gateway has beside the overlay: the door for other meshes, and the way to theirs.</summary>
internal static class FederationDoorExtensions
{
    /// <summary>On a node that is no gateway it does nothing; only the options say which it is.</summary>
    public static IServiceCollection AddFederationDoor(this IServiceCollection services)
    {
        services.AddMeshGatewayLink();
        services.TryAddSingleton<ServingSpan>();
        services.AddSingleton<FederationDoor>();
        services.AddHostedService(static s => s.GetRequiredService<FederationDoor>());
        services.AddHostedService<RevocationWatch>();
        return services;
    }
}
