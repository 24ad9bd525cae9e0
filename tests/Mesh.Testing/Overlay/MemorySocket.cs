using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Testing.Overlay;

/// <summary>One address of a <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemorySocket(MemoryNetwork network, KadAddress local) : IDatagramSocket
{
    public KadAddress Local { get; } = local;

    public DatagramHandler? Handler { get; private set; }

    public void Listen(DatagramHandler handler) => Handler = handler;

    public bool Send(ReadOnlySpan<byte> datagram, KadAddress to)
    {
        network.Inject(Local, to, datagram.ToArray());
        return true;
    }

    public void Dispose() => network.Close(this);
}
