using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>Takes a datagram that came; the bytes are the handler's until it returns.</summary>
internal delegate void DatagramHandler(KadAddress from, ReadOnlySpan<byte> datagram);
