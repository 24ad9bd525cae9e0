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
            Address = At(address, instance, port),
            Health = HealthOf(named.Health, instance),
            // The certificate is one of the service.
            Host = named.Host ?? (port.Scheme == Uri.UriSchemeHttps ? target.Host : null),
            Metadata = new Dictionary<string, string>(named.Metadata ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase)
            {
                [Service] = target.Service,
                [Id] = instance.Id.Value,
            },
        };

    /// <summary>Where YARP's health checks ask: a name of the service there is the instance too, at the port that it names.</summary>
    private static string? HealthOf(string? health, ServiceInstance instance) =>
        Uri.TryCreate(health, UriKind.Absolute, out var address)
        && MeshTarget.TryParse(address, out var target)
        && string.Equals(target.Service, instance.Service.Value, StringComparison.OrdinalIgnoreCase)
        && InstancePort.Of(instance, target.PortName, target.Scheme) is { } port
            ? At(address, instance, port)
            : health;

    private static string At(Uri address, ServiceInstance instance, InstancePort port) =>
        new UriBuilder(address) { Scheme = port.Scheme, Host = instance.Host, Port = port.Port }.Uri.ToString();
}
