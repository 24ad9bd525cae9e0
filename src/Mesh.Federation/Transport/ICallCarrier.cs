using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>Carries sealed datagrams over connections to gateways that UDP does not reach.</summary>
internal interface ICallCarrier
{
    /// <summary>
    /// Brings one question, as it would go by UDP, and what is answered. Trouble is a reply, never an exception; ends
    /// within seconds by itself.
    /// </summary>
    /// <param name="to">The gateway's address; its door for calls has the same port over TCP.</param>
    Task<CallReply> CallAsync(KadAddress to, ReadOnlyMemory<byte> datagram, CancellationToken cancellation);
}
