using System.Collections.Concurrent;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Testing.Fakes;

/// <summary>Takes what connections bring, and hands it to whom a test names; else answers as a gateway that does not listen.</summary>
internal sealed class FakeOverlayCalls : IOverlayCalls
{
    public IOverlayCalls? Target { get; set; }

    /// <summary>Used while there is no target.</summary>
    public CallReply Reply { get; set; } = new CallReply.Failed(CallFault.Unavailable, "the gateway does not listen");

    public ConcurrentQueue<(KadAddress Peer, NodeId? Certified, byte[] Datagram)> Received { get; } = new();

    public void KeepPort(int port) => Target?.KeepPort(port);

    public Task<CallReply> ReceiveAsync(
        KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram, CancellationToken cancellation = default)
    {
        Received.Enqueue((peer, certified, datagram.ToArray()));
        return Target?.ReceiveAsync(peer, certified, datagram, cancellation) ?? Task.FromResult(Reply);
    }
}
