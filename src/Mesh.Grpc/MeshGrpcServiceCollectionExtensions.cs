using Grpc.Net.Client.Balancer;
using Mesh.Grpc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets gRPC channels name services of the mesh.</summary>
public static class MeshGrpcServiceCollectionExtensions
{
    /// <summary>
    /// Channels whose address is <c>mesh:///greeter</c> keep a connection to each instance of the service and pick one for
    /// each call as <c>IMeshClient.Pick</c> does: by the service's policy, its shares and zones, what drains not at all.
    /// The list of instances is pushed, not polled. <c>mesh:///_grpc.greeter</c> is a named port,
    /// <c>?policy=consistent-hash&amp;key=x-tenant</c> picks by the value of that metadata key. Such a channel needs
    /// <c>Credentials</c> (<c>ChannelCredentials.Insecure</c> for plain HTTP/2) and, made by hand, <c>ServiceProvider</c>; a
    /// client of the factory must not have <c>AddMesh()</c>, which is for addresses that begin with http. Needs a node:
    /// <c>builder.AddMesh(…)</c>.
    /// </summary>
    public static IServiceCollection AddMeshGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ResolverFactory, MeshResolverFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<LoadBalancerFactory, MeshBalancerFactory>());
        return services;
    }
}
