using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Dns;

/// <summary>The two sockets of the door at an address, on one port.</summary>
internal sealed class DnsSockets : IDisposable
{
    private const int Backlog = 128;
    private const int Attempts = 20;

    /// <summary>Room for what comes while all loops are busy; the system may give less.</summary>
    private const int BufferSize = 4 << 20;

    private DnsSockets(Socket udp, Socket tcp) => (Udp, Tcp) = (udp, tcp);

    public Socket Udp { get; }

    public Socket Tcp { get; }

    public int Port => ((IPEndPoint)Udp.LocalEndPoint!).Port;

    /// <param name="port">0 takes any port that is free for both, at all addresses.</param>
    /// <exception cref="IOException">The port cannot be had; the message says which and why.</exception>
    public static IReadOnlyList<DnsSockets> Bind(IReadOnlyList<IPAddress> addresses, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var bound = new List<DnsSockets>();
            try
            {
                foreach (var address in addresses)
                    bound.Add(BindOnce(address, bound.Count == 0 ? port : bound[0].Port));
                return bound;
            }
            catch (SocketException trouble)
            {
                var address = addresses[bound.Count];
                bound.ForEach(static s => s.Dispose());
                // Free for one of the two only, or at one address.
                if (port != 0 || attempt == Attempts || !IsTaken(trouble))
                    throw new IOException($"--dns: {address} port {port} cannot be had: {trouble.Message}", trouble);
            }
        }
    }

    public void Dispose()
    {
        Udp.Dispose();
        Tcp.Dispose();
    }

    private static bool IsTaken(SocketException trouble) => trouble.SocketErrorCode is SocketError.AddressAlreadyInUse;

    private static DnsSockets BindOnce(IPAddress address, int port)
    {
        var tcp = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var udp = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                tcp.DualMode = udp.DualMode = true;
            tcp.Bind(new IPEndPoint(address, port));
            udp.Bind(new IPEndPoint(address, ((IPEndPoint)tcp.LocalEndPoint!).Port));
            udp.ReceiveBufferSize = udp.SendBufferSize = BufferSize;
            tcp.Listen(Backlog);
            return new DnsSockets(udp, tcp);
        }
        catch
        {
            tcp.Dispose();
            udp.Dispose();
            throw;
        }
    }
}
