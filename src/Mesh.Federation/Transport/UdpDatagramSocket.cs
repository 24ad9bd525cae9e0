using System.Net;
using System.Net.Sockets;
using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>
/// One UDP socket and the loop that reads it. What comes faster than it is handled waits in the system's buffer, which is
/// bounded, and is lost beyond it.
/// </summary>
internal sealed class UdpDatagramSocket : IDatagramSocket
{
    /// <summary>Some 800 full datagrams; the system may give less.</summary>
    private const int BufferSize = 1 << 20;

    private readonly Socket _socket;

    private UdpDatagramSocket(Socket socket)
    {
        _socket = socket;
        Local = KadAddress.From((IPEndPoint)socket.LocalEndPoint!);
    }

    public KadAddress Local { get; }

    /// <param name="endPoint">Port 0 takes any free one.</param>
    /// <exception cref="SocketException">The address or the port cannot be had.</exception>
    public static UdpDatagramSocket Bind(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = socket.SendBufferSize = BufferSize;
            socket.Bind(endPoint);
            return new UdpDatagramSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Listen(DatagramHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _ = Task.Run(() => ReceiveAsync(handler));
    }

    public bool Send(ReadOnlySpan<byte> datagram, KadAddress to)
    {
        try
        {
            return _socket.SendTo(datagram, SocketFlags.None, to.ToEndPoint()) == datagram.Length;
        }
        catch (Exception trouble) when (trouble is SocketException or ObjectDisposedException or ArgumentException)
        {
            // No route, another family, closed: to the sender a lost datagram.
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync(DatagramHandler handler)
    {
        // One byte more than a datagram may have: a longer one is seen to be too long.
        var buffer = new byte[KadSizes.MaxDatagram + 1];
        var from = new SocketAddress(_socket.AddressFamily);
        var any = new IPEndPoint(_socket.AddressFamily is AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (true)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from);
                handler(KadAddress.From((IPEndPoint)any.Create(from)), buffer.AsSpan(0, length));
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException end) when (end.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted)
            {
                return;
            }
            catch (SocketException)
            {
                // A peer that is gone (ICMP) or a datagram that is too long concerns nobody else.
            }
        }
    }
}
