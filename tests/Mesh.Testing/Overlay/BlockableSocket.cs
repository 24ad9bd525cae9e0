using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Testing.Overlay;

/// <summary>A socket between which and the network somebody drops every datagram, in both directions, for as long as told.</summary>
internal sealed class BlockableSocket(IDatagramSocket inner, Func<bool> isBlocked) : IDatagramSocket
{
    public KadAddress Local => inner.Local;

    public void Listen(DatagramHandler handler) => inner.Listen((from, datagram) =>
    {
        if (!isBlocked())
            handler(from, datagram);
    });

    /// <summary>The sender does not learn of it.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, KadAddress to) => isBlocked() || inner.Send(datagram, to);

    public void Dispose() => inner.Dispose();
}
