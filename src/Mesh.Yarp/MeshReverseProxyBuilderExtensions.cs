using Mesh.Yarp;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets YARP forward to services of the mesh.</summary>
public static class MeshReverseProxyBuilderExtensions
{
    /// <summary>
    /// A destination whose address names a service (<c>http://orders</c>, <c>https+http://orders</c>,
    /// <c>http://_admin.orders</c>) stands for its instances; others stay as they are. What drains or fails is no destination any
    /// more at once. With <c>LoadBalancingPolicy</c> "Mesh" a request goes where <c>IMeshClient.Pick</c> sends it: by the service's
    /// policy, weights, shares and zones. Needs a node: <c>builder.AddMesh(…)</c>.
    /// </summary>
    public static IReverseProxyBuilder AddMesh(this IReverseProxyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IDestinationResolver, MeshDestinationResolver>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoadBalancingPolicy, MeshBalancing>());
        return builder;
    }
}
