using Mesh.Catalog;

namespace Mesh.Node.Formats.Consul;

/// <summary>
/// External nodes that were registered without a service, or with checks of their own: each is an instance of a service that
/// the Consul door does not show.
/// </summary>
internal static class ConsulNodeRecords
{
    public const string Name = "consul-nodes";

    public static readonly ServiceName Service = ServiceName.Parse(Name);

    public static bool IsOne(ServiceInstance instance) => instance.Service == Service;
}
