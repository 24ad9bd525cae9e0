using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>Carries datagrams: UDP, or in tests a switch in memory. Delivery is not promised.</summary>
internal interface IDatagramSocket : IDisposable
{
    /// <summary>Where it listens.</summary>
    KadAddress Local { get; }

    /// <summary>Begins to receive; the handler is called by one caller at a time and must not block. Once.</summary>
    void Listen(DatagramHandler handler);

    /// <summary>Hands a datagram to the network; false: it was not taken. Does not wait.</summary>
    bool Send(ReadOnlySpan<byte> datagram, KadAddress to);
}
