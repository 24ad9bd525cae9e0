using Grpc.Net.Client.Balancer;
using Mesh.Selection;

namespace Mesh.Grpc;

/// <summary>Counts a call as outstanding, until the channel says that it is over.</summary>
internal sealed class CallCount(EndpointLoad load) : ISubchannelCallTracker
{
    public void Start() => load.Begin();

    public void Complete(CompletionContext context) => load.End();
}
