using Grpc.Core;
using Grpc.Net.Client.Balancer;

namespace Mesh.Grpc;

/// <summary>A channel's connection to one instance, and how it was last said to be.</summary>
internal sealed class Connection(Subchannel channel)
{
    public Subchannel Channel => channel;

    public ConnectivityState State { get; set; } = ConnectivityState.Idle;

    public Status Status { get; set; } = Status.DefaultSuccess;
}
