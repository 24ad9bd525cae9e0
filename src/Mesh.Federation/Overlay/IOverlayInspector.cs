using Mesh.Kademlia;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>What operators ask a gateway about the overlay.</summary>
internal interface IOverlayInspector
{
    /// <returns><see cref="PeersFound"/> or <see cref="Unavailable"/>.</returns>
    Task<IPeersReply> FindPeersAsync(NodeId target, CancellationToken cancellation = default);

    /// <returns><see cref="Answered"/>, <see cref="Silent"/> or <see cref="Unavailable"/>.</returns>
    Task<IPingReply> PingAsync(KadAddress address, CancellationToken cancellation = default);

    /// <returns><see cref="GatewayStatus"/> or <see cref="Unavailable"/>.</returns>
    Task<IStatusReply> StatusAsync(CancellationToken cancellation = default);
}
