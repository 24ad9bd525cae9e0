using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;

namespace Mesh.Links;

/// <summary>Opens the sockets that are listened on: one for each address that the names stand for, all with one port.</summary>
internal static class LinkSockets
{
    private const int Backlog = 512;

    /// <exception cref="SocketException">None of them can be had, or the port of one is taken.</exception>
    public static async Task<IReadOnlyList<Socket>> ListenAsync(ValueList<string> names, int port, CancellationToken cancellation)
    {
        List<Socket> sockets = [];
        SocketException? fault = null;
        try
        {
            List<IPAddress> asked = [];
            foreach (var name in names)
                asked.AddRange(await ResolveAsync(name, cancellation));
            foreach (var address in ListenRule.Needed(asked, Socket.OSSupportsIPv6))
                fault = Open(sockets, address, sockets.Count == 0 ? port : PortOf(sockets[0])) ?? fault;
        }
        catch (SocketException)
        {
            Close(sockets);
            throw;
        }

        return sockets.Count > 0 ? sockets : throw fault ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>The address is none of this machine's; others that a name stands for may be.</summary>
    public static bool IsAbsent(SocketException fault) =>
        fault.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;

    public static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public static void Close(IEnumerable<Socket> sockets)
    {
        foreach (var socket in sockets)
            socket.Dispose();
    }

    /// <exception cref="SocketException">The name stands for no address.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation) => name.Trim('[', ']') switch
    {
        "" or "*" => [IPAddress.IPv6Any],
        var plain when IPAddress.TryParse(plain, out var address) => [address],
        var plain => [.. (await Dns.GetHostAddressesAsync(plain, cancellation)).Distinct()],
    };

    /// <summary>Null: it listens. A name may stand for addresses that this machine does not have (IPv6 switched off).</summary>
    private static SocketException? Open(List<Socket> sockets, IPAddress address, int port)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            // Any IPv6 address means any address: both families.
            if (address.AddressFamily is AddressFamily.InterNetworkV6)
                socket.DualMode = address.Equals(IPAddress.IPv6Any);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            sockets.Add(socket);
            return null;
        }
        catch (SocketException fault) when (IsAbsent(fault))
        {
            socket?.Dispose();
            return fault;
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }
}
