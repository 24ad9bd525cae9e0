using System.Net;
using System.Net.Sockets;

namespace Mesh.Testing;

/// <summary>
/// A loopback port at which nobody is, and at which nobody can be until this is disposed: it is held without being
/// listened on. Connections to it are refused, and so are datagrams.
/// </summary>
internal sealed class DeadPort : IDisposable
{
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public DeadPort()
    {
        Number = FreePorts.Take();
        _tcp.Bind(EndPoint);
        _udp.Bind(EndPoint);
        // A socket that is for one peer, itself, takes nothing of others.
        _udp.Connect(EndPoint);
    }

    public int Number { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Number);

    public override string ToString() => EndPoint.ToString();

    public void Dispose()
    {
        _tcp.Dispose();
        _udp.Dispose();
    }
}
