using System.Net;
using System.Net.Sockets;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Which addresses a check may reach, whatever the name in its target is or it is redirected to: whoever may register an instance
/// has the node call for it, so that what only the node's own host should ask is left out, above all a cloud's metadata.
/// </summary>
/// <param name="allowsAll">Addresses of the link and of metadata too.</param>
internal sealed class ProbeReach(bool allowsAll)
{
    public static readonly ProbeReach Default = new(false);

    // Metadata of clouds at addresses that are not of the link.
    private static readonly IPAddress[] Metadata = [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200")];

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowsAll || !(IsOfLink(plain) || Metadata.Contains(plain));
    }

    /// <summary>A connected socket.</summary>
    /// <exception cref="ProbeRefusedException">No address of the host may be reached.</exception>
    public async Task<Socket> ConnectAsync(SocketType type, ProtocolType protocol, string host, int port, CancellationToken cancellation)
    {
        var all = await Dns.GetHostAddressesAsync(host, cancellation);
        var allowed = Array.FindAll(all, Allows);
        if (all.Length > 0 && allowed.Length == 0)
            throw new ProbeRefusedException("checks do not reach addresses of the link or of metadata, unless Mesh:LinkLocalChecks is set");
        var socket = new Socket(type, protocol);
        try
        {
            await socket.ConnectAsync(allowed, port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>For clients of HTTP: each connection that they open, after a redirect too.</summary>
    public async ValueTask<Stream> OpenAsync(DnsEndPoint at, CancellationToken cancellation)
    {
        var socket = await ConnectAsync(SocketType.Stream, ProtocolType.Tcp, at.Host, at.Port, cancellation);
        socket.NoDelay = true;
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>169.254.0.0/16 and fe80::/10 (RFC 3927, RFC 4291).</summary>
    private static bool IsOfLink(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [169, 254, ..]
        : address.IsIPv6LinkLocal;
}
