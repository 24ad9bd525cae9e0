using Grpc.Net.Client.Balancer;
using Mesh.Client;

namespace Mesh.Grpc;

/// <summary>Keeps a connection to each instance; which one takes a call is picked by the mesh.</summary>
internal sealed class MeshBalancer(LoadBalancerOptions options, IMeshClient client, GrpcTarget target, bool secure)
    : SubchannelsLoadBalancer(options.Controller, options.LoggerFactory)
{
    protected override SubchannelPicker CreatePicker(IReadOnlyList<Subchannel> readySubchannels) =>
        new MeshPicker(client, target, secure, readySubchannels);
}
