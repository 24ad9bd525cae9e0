using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Client;

/// <summary>
/// A node that listens on all addresses and was not told what the others call it by tells them the address of the interface
/// that reaches its seeds, not that of loopback.
/// </summary>
/// <param name="routes">The own address that packets to a host leave by; null: there is no way.</param>
internal sealed class AdvertisedHost(Func<string, IPAddress?> routes) : IPostConfigureOptions<MeshClientOptions>
{
    public AdvertisedHost()
        : this(Route)
    {
    }

    public void PostConfigure(string? name, MeshClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Advertise.Length > 0
            || !MeshOptionsValidation.IsLoopback(options.Host)
            || options.Bind.All(b => MeshOptionsValidation.IsLoopback(b.Trim('[', ']'))))
        {
            return;
        }

        var own = options.Seeds
            .Where(s => HostPort.TrySplit(s, out _, out _))
            .Select(s => routes(HostPort.HostOf(s)))
            .FirstOrDefault(a => a is not null && !IPAddress.IsLoopback(a));
        if (own is not null)
            options.Advertise = own.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{own}]" : own.ToString();
    }

    /// <summary>Asks the routing table: nothing is sent.</summary>
    private static IPAddress? Route(string host)
    {
        try
        {
            var to = IPAddress.TryParse(host, out var given) ? given : Dns.GetHostAddresses(host).FirstOrDefault();
            if (to is null)
                return null;
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
