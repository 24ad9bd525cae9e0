using Mesh.Catalog;
using Mesh.Client.Http;
using Yarp.ReverseProxy.Configuration;

namespace Mesh.Yarp;

/// <summary>One instance as a destination, with what tells the balancer which it is. Pure.</summary>
internal static class InstanceDestination
{
    public const string Service = "Mesh:Service";
    public const string Id = "Mesh:Id";

    public static DestinationConfig Of(
        DestinationConfig named, Uri address, MeshTarget target, ServiceInstance instance, InstancePort port) => named with
        {
            Address = new UriBuilder(address) { Scheme = port.Scheme, Host = instance.Host, Port = port.Port }.Uri.ToString(),
            // The certificate is one of the service.
            Host = named.Host ?? (port.Scheme == Uri.UriSchemeHttps ? target.Host : null),
            Metadata = new Dictionary<string, string>(named.Metadata ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase)
            {
                [Service] = target.Service,
                [Id] = instance.Id.Value,
            },
        };
}
