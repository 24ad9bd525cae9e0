using Grpc.Net.Client.Balancer;
using Mesh.Client;

namespace Mesh.Grpc;

/// <summary>Makes the resolver of each channel whose address begins with "mesh".</summary>
internal sealed class MeshResolverFactory(IMeshClient client, TimeProvider time) : ResolverFactory
{
    private const int TlsPort = 443;

    public override string Name => GrpcTarget.Scheme;

    public override Resolver Create(ResolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // The port of TLS is the channel's way to say that it has credentials for it.
        var secure = options.DefaultPort == TlsPort;
        return new MeshResolver(client, GrpcTarget.Parse(options.Address, client.Policies), secure, time);
    }
}
