using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Client;

/// <summary>
/// A node that listens beyond loopback and was not told what the others call it by tells them an address that it listens on:
/// that of the interface which reaches its seeds, else, where it has none or their names are not known yet, the one that packets
/// to anywhere leave by. An address of a family that it does not listen on is none of its own.
/// </summary>
/// <param name="routes">
/// The own address that packets to a host leave by, null as the host: to anywhere. Only addresses of these families count, the
/// first family first where the host says nothing else; null: there is no way.
/// </param>
internal sealed class AdvertisedHost(Func<string?, IReadOnlyList<AddressFamily>, IPAddress?> routes) : IPostConfigureOptions<MeshClientOptions>
{
    // Kept for documentation (RFC 5737, RFC 3849): in no network, so that the default route is asked for.
    private static readonly IPAddress AnywhereV4 = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress AnywhereV6 = IPAddress.Parse("2001:db8::1");

    public AdvertisedHost()
        : this(Route)
    {
    }

    public void PostConfigure(string? name, MeshClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var bound = Bound(options);
        if (options.Advertise.Length > 0 || !MeshOptionsValidation.IsLoopback(options.Host) || bound.Length == 0)
            return;
        var routed = Routed(options, Families(bound));
        if (!bound.Any(IsAny))
            options.Advertise = bound.FirstOrDefault(b => IPAddress.TryParse(b, out var own) && own.Equals(routed)) ?? bound[0];
        else if (routed is not null && !IPAddress.IsLoopback(routed))
            options.Advertise = routed.ToString();
        if (options.Advertise.Contains(':', StringComparison.Ordinal))
            options.Advertise = $"[{options.Advertise}]";
    }

    /// <summary>What an operator should know who lets the node listen beyond loopback and be called by it; null: nothing.</summary>
    public static string? NoticeOf(MeshClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var told = NodeAddress.HostOf(options);
        // A node at any port is an application's, which nobody seeks by its address.
        return options.Port == 0 || Bound(options).Length == 0 || !MeshOptionsValidation.IsLoopback(told)
            ? null
            : $"Mesh:Bind is {string.Join(", ", options.Bind)}, and the other nodes are told to call this one by {told} (Mesh:Host "
                + $"'{options.Host}', Mesh:Advertise '{options.Advertise}'), which only this machine reaches; give Mesh:Advertise an address that they reach";
    }

    private static string[] Bound(MeshClientOptions options) =>
        [.. options.Bind.Select(b => b.Trim('[', ']')).Where(b => !MeshOptionsValidation.IsLoopback(b))];

    private static bool IsAny(string bound) => bound is "0.0.0.0" or "::";

    /// <summary>The families that are listened on; a node of both is reached by most under its IPv4 address.</summary>
    private static AddressFamily[] Families(string[] bound)
    {
        var isV4 = bound.Any(b => b == "::" || !IsAddress(b, AddressFamily.InterNetworkV6));
        var isV6 = bound.Any(b => !IsAddress(b, AddressFamily.InterNetwork));
        return [.. isV4 ? [AddressFamily.InterNetwork] : Array.Empty<AddressFamily>(), .. isV6 ? [AddressFamily.InterNetworkV6] : Array.Empty<AddressFamily>()];
    }

    private static bool IsAddress(string bound, AddressFamily family) =>
        IPAddress.TryParse(bound, out var address) && address.AddressFamily == family;

    /// <summary>Loopback where all seeds that are known are on this machine.</summary>
    private IPAddress? Routed(MeshClientOptions options, AddressFamily[] families)
    {
        var ways = options.Seeds
            .Where(s => HostPort.TrySplit(s, out _, out _))
            .Select(s => routes(HostPort.HostOf(s), families))
            .OfType<IPAddress>().ToArray();
        return ways.FirstOrDefault(w => !IPAddress.IsLoopback(w)) ?? ways.FirstOrDefault() ?? routes(null, families);
    }

    private static IPAddress? Route(string? host, IReadOnlyList<AddressFamily> families)
    {
        try
        {
            var all = host is null ? families.Select(f => f is AddressFamily.InterNetwork ? AnywhereV4 : AnywhereV6)
                : IPAddress.TryParse(host, out var given) ? [given]
                : Dns.GetHostAddresses(host);
            return all.Where(a => families.Contains(a.AddressFamily)).Select(Source).FirstOrDefault(a => a is not null);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Asks the routing table: nothing is sent.</summary>
    private static IPAddress? Source(IPAddress to)
    {
        try
        {
            using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(to, 9);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
