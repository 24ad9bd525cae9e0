using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Links;

/// <summary>Where a connection comes from, as it is counted. Pure.</summary>
internal static class LinkSource
{
    /// <summary>The same for both ways to write an IPv4 address.</summary>
    public static IPAddress HostOf(IPAddress from) => from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;

    /// <summary>What one machine is given of IPv6, a /64, any address of which it can call from; an address of IPv4 itself.</summary>
    public static IPAddress NetworkOf(IPAddress from)
    {
        var host = HostOf(from);
        if (host.AddressFamily is not AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(host))
            return host;
        Span<byte> bytes = stackalloc byte[16];
        host.TryWriteBytes(bytes, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], 0);
        return new IPAddress(bytes);
    }
}
