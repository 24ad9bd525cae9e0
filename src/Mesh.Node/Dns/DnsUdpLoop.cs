using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Dns;

/// <summary>
/// One thread that takes questions from a socket and answers them, one after the other: making an answer is cheaper
/// than handing it to somebody else. Several loops share a socket.
/// </summary>
internal sealed class DnsUdpLoop(Socket socket, DnsResponder responder, DnsOptions options, DnsRateLimit limit, DnsFaults faults)
{
    private readonly byte[] _input = new byte[DnsResponse.OwnSize];
    private readonly byte[] _output = new byte[Math.Max(options.MaxDatagram, DnsResponse.OwnSize)];

    /// <summary>Runs until the socket is closed.</summary>
    public void Run()
    {
        var from = new SocketAddress(socket.AddressFamily);
        while (true)
        {
            try
            {
                var length = socket.ReceiveFrom(_input, SocketFlags.None, from);
                var answer = Respond(_input.AsSpan(0, length), from);
                if (answer > 0)
                    socket.SendTo(_output.AsSpan(0, answer), SocketFlags.None, from);
            }
            catch (Exception end) when (end is ObjectDisposedException || faults.IsClosed)
            {
                return;
            }
            catch (SocketException trouble)
            {
                // A client that is gone or a datagram that is too long concerns nobody else.
                if (trouble.SocketErrorCode is not (SocketError.ConnectionReset or SocketError.MessageSize))
                    faults.OnSocket(trouble);
            }
        }
    }

    private int Respond(ReadOnlySpan<byte> packet, SocketAddress from)
    {
        try
        {
            var length = responder.Respond(packet, ClientOf(from), isStream: false, _output);
            return NetworkOf(from) is { } network && !limit.TryTake(network, length - packet.Length)
                ? DnsResponder.RespondCut(packet, _output)
                : length;
        }
        catch (Exception bug)
        {
            faults.OnBug(bug);
            return DnsResponder.RespondFailure(packet, _output);
        }
    }

    /// <summary>Family and port, then the address: in IPv6 after the flow.</summary>
    private static ulong ClientOf(SocketAddress from)
    {
        var bytes = from.Buffer.Span;
        return from.Family is AddressFamily.InterNetworkV6
            ? DnsResponder.ClientOf(bytes.Slice(8, 16))
            : DnsResponder.ClientOf(bytes.Slice(4, 4));
    }

    /// <summary>The network as a number, /24 or /56; null: this host, in whose name nobody outside can ask.</summary>
    private static ulong? NetworkOf(SocketAddress from)
    {
        var bytes = from.Buffer.Span;
        return from.Family is AddressFamily.InterNetworkV6 ? NetworkOf(bytes.Slice(8, 16)) : NetworkOf(bytes.Slice(4, 4));
    }

    public static ulong? NetworkOf(ReadOnlySpan<byte> address)
    {
        var ip = new IPAddress(address);
        if (ip.IsIPv4MappedToIPv6)
            return NetworkOf(address[12..]);
        if (IPAddress.IsLoopback(ip))
            return null;
        return address.Length == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(address) >> 8
            : BinaryPrimitives.ReadUInt64BigEndian(address) >> 8;
    }
}
