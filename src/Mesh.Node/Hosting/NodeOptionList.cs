using Mesh.Client;
using Mesh.Client.Declared;
using Mesh.Federation.Options;
using Mesh.Node.Access;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Dns;
using Mesh.Node.Etcd;
using Mesh.Options;

namespace Mesh.Node.Hosting;

/// <summary>The classes of options that a stand-alone node has, each with its validator. The only list of them.</summary>
internal static class NodeOptionList
{
    public static IReadOnlyList<OptionClass> All { get; } = Collect();

    public static OptionTree Tree { get; } = OptionTree.Of(All);

    public static void AddTo(IServiceCollection services)
    {
        services.AddMeshOptions<MeshClientOptions, MeshClientOptionsValidator>();
        services.AddMeshKeys<DeclaredInstanceOptions>();
        services.AddMeshOptions<GatewayOptions, GatewayOptionsValidator>();
        services.AddMeshOptions<StandAloneOptions, StandAloneOptionsValidator>();
        services.AddMeshOptions<AccessOptions, AccessOptionsValidator>();
        services.AddMeshOptions<ConsulOptions>();
        services.AddMeshOptions<EtcdOptions, EtcdOptionsValidator>();
        services.AddMeshOptions<DnsOptions>();
    }

    private static OptionClass[] Collect()
    {
        var services = new ServiceCollection();
        AddTo(services);
        return [.. services.Where(s => s.ServiceType == typeof(OptionClass)).Select(s => (OptionClass)s.ImplementationInstance!)];
    }
}
