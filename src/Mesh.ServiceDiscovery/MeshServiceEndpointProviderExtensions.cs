using Mesh.ServiceDiscovery;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ServiceDiscovery;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets Microsoft's service discovery find services of the mesh.</summary>
public static class MeshServiceEndpointProviderExtensions
{
    /// <summary>
    /// Names that would be services to <c>AddHttpClient(…).AddMesh()</c> are endpoints of
    /// <c>Microsoft.Extensions.ServiceDiscovery</c>: <c>https+http://orders</c>, <c>http://_admin.orders</c>. Endpoints that
    /// another provider has given before, such as those of the configuration, are left as they are; a name that the mesh has no
    /// instance of is passed on. Changes are told at once. That library picks by itself: the mesh's policies, weights and
    /// second attempts are <c>AddMesh()</c>'s. Needs a node: <c>builder.AddMesh(…)</c>.
    /// </summary>
    public static IServiceCollection AddMeshServiceEndpointProvider(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceEndpointProviderFactory, MeshEndpointProviderFactory>());
        return services;
    }
}
