using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Federation.Overlay;

/// <summary>The overlay's side of the connections that a gateway's node takes for it.</summary>
internal interface IOverlayCalls
{
    /// <summary>
    /// The port of the node's door for connections: the overlay takes datagrams at the same number, so that others need to
    /// know one. Said before the node starts, when the options leave the port open.
    /// </summary>
    void KeepPort(int port);

    /// <summary>A datagram came over a connection. Answered within seconds; trouble is a reply, never an exception.</summary>
    /// <param name="peer">The far end of the connection.</param>
    /// <param name="certified">The id that belongs to the key of the certificate which opened it; null: there was none.</param>
    Task<CallReply> ReceiveAsync(
        KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram, CancellationToken cancellation = default);
}
