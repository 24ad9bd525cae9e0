using Mesh.Client;
using Mesh.Client.Telemetry;
using Mesh.Selection;
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
    /// policy, weights, shares and zones; with "Mesh.round-robin", "Mesh.consistent-hash" and so on by that one of the mesh's policies. The
    /// cluster's metadata <c>Mesh:KeyHeader</c> names the header of a request whose value is the key. Needs a node: <c>builder.AddMesh(…)</c>.
    /// </summary>
    public static IReverseProxyBuilder AddMesh(this IReverseProxyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(s => s.ImplementationType == typeof(MeshDestinationResolver)))
            return builder;
        builder.Services.Replace(ServiceDescriptor.Singleton<IDestinationResolver, MeshDestinationResolver>());
        foreach (var policy in (string?[])[null, .. PolicyNames.All])
        {
            builder.Services.AddSingleton<ILoadBalancingPolicy>(services => new MeshBalancing(
                services.GetRequiredService<IMeshClient>(), policy, services.GetService<CallMetrics>()));
        }

        return builder;
    }
}
