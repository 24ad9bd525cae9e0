using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Dns;

/// <summary>The host of an instance or a node: an address or a name. Pure.</summary>
internal static class DnsHost
{
    /// <summary>Null when it is a name. A zone of an IPv6 address means nothing elsewhere and is left out.</summary>
    public static IPAddress? Address(string host)
    {
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var ip))
            return null;
        if (ip.IsIPv4MappedToIPv6)
            return ip.MapToIPv4();
        return ip.AddressFamily is AddressFamily.InterNetworkV6 && ip.ScopeId != 0 ? new IPAddress(ip.GetAddressBytes()) : ip;
    }
}
