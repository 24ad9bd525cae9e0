using System.Net;
using System.Net.Sockets;
using Mesh.Hosting;
using Mesh.Options;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Which addresses a check may reach, whatever the name in its target is or it is redirected to: whoever may register an instance
/// has the node call for it. Those are the address of the instance, the node's own and loopback, and what is listed; never one that only the
/// node's own host should ask, above all a cloud's metadata. It is the address that is connected to which is looked at. Immutable.
/// </summary>
internal sealed class ProbeReach
{
    /// <summary>Any address but those of the link and of metadata.</summary>
    public static readonly ProbeReach Default = new(false);

    private readonly bool _allowsLink;
    private readonly CheckTargets _listed;
    private readonly string[] _own;

    /// <param name="allowsLink">Addresses of the link and of metadata too.</param>
    public ProbeReach(bool allowsLink)
        : this(allowsLink, CheckTargets.Any, [], followsRedirects: true)
    {
    }

    private ProbeReach(bool allowsLink, CheckTargets listed, string[] own, bool followsRedirects)
    {
        _allowsLink = allowsLink;
        _listed = listed;
        _own = own;
        FollowsRedirects = followsRedirects;
    }

    /// <summary>Is a redirect gone after? It leads to no address that could not be asked for.</summary>
    public bool FollowsRedirects { get; }

    /// <param name="node">The node's own address, without a port.</param>
    public static ProbeReach From(MeshOptions options, string node)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.LinkLocalChecks, CheckTargets.Of(options.CheckTargets), [node], options.FollowCheckRedirects);
    }

    /// <summary>Of the checks of an instance with this address.</summary>
    public ProbeReach Of(string host) => new(_allowsLink, _listed, [.. _own, host], FollowsRedirects);

    // Metadata of clouds at addresses that are not of the link.
    private static readonly IPAddress[] Metadata = [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200")];

    /// <summary>May be connected to, were it any instance's own?</summary>
    public bool Allows(IPAddress address)
    {
        var plain = Plain(address);
        return _allowsLink || !(IsOfLink(plain) || Metadata.Contains(plain));
    }

    /// <summary>A connected socket.</summary>
    /// <exception cref="ProbeRefusedException">No address of the host may be reached.</exception>
    public async Task<Socket> ConnectAsync(SocketType type, ProtocolType protocol, string host, int port, CancellationToken cancellation)
    {
        var all = await Dns.GetHostAddressesAsync(host, cancellation);
        var decent = Array.FindAll(all, Allows);
        if (all.Length > 0 && decent.Length == 0)
            throw new ProbeRefusedException("checks do not reach addresses of the link or of metadata, unless Mesh:LinkLocalChecks is set");
        var allowed = await OwnOrListedAsync(host, decent, cancellation);
        if (decent.Length > 0 && allowed.Length == 0)
            throw new ProbeRefusedException("checks reach the instance's own address, the node's and loopback; Mesh:CheckTargets lists further ones");
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

    private async Task<IPAddress[]> OwnOrListedAsync(string host, IPAddress[] addresses, CancellationToken cancellation)
    {
        if (_listed.HasName(host) || _own.Contains(host, StringComparer.OrdinalIgnoreCase))
            return addresses;
        var rest = Array.FindAll(addresses, a => !(IPAddress.IsLoopback(Plain(a)) || _listed.Has(Plain(a))));
        if (rest.Length == 0)
            return addresses;
        var own = new HashSet<IPAddress>();
        foreach (var name in _own)
            own.UnionWith((await ResolveAsync(name, cancellation)).Select(Plain));
        return Array.FindAll(addresses, a => !rest.Contains(a) || own.Contains(Plain(a)));
    }

    /// <summary>A name that there is not is nobody's address.</summary>
    private static async Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return name.Length == 0 ? [] : await Dns.GetHostAddressesAsync(name.Trim('[', ']'), cancellation);
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>169.254.0.0/16 and fe80::/10 (RFC 3927, RFC 4291).</summary>
    private static bool IsOfLink(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [169, 254, ..]
        : address.IsIPv6LinkLocal;
}
