using System.Net;
using System.Net.Sockets;

namespace Mesh.Kademlia;

/// <summary>
/// Where a peer listens: a 128-bit Internet address (IPv4 as the IPv6 form ::ffff:a.b.c.d of RFC 4291) and a port. A
/// value without reference to any socket type, so that the core stays free of them.
/// </summary>
public readonly record struct KadAddress(UInt128 Host, ushort Port)
{
    private static readonly UInt128 Mapped = (UInt128)0xffff << 32;

    public bool IsV4 => Host >> 32 == Mapped >> 32;

    /// <summary>The network that counts for address diversity: /24 of IPv4, /48 of IPv6.</summary>
    public UInt128 Network => IsV4 ? Host >> 8 : Host >> 80;

    public static KadAddress V4(uint host, ushort port) => new(Mapped | host, port);

    public static KadAddress From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new KadAddress(ReadHost(bytes), (ushort)endPoint.Port);
    }

    /// <summary>Reads 4 or 16 bytes, most significant first.</summary>
    public static UInt128 ReadHost(ReadOnlySpan<byte> bytes)
    {
        UInt128 host = 0;
        foreach (var b in bytes)
            host = host << 8 | b;
        return bytes.Length == 4 ? Mapped | host : host;
    }

    /// <summary>The 4 or 16 bytes of the host, most significant first.</summary>
    public byte[] HostBytes()
    {
        var bytes = new byte[IsV4 ? 4 : 16];
        for (int i = bytes.Length - 1, shift = 0; i >= 0; i--, shift += 8)
            bytes[i] = (byte)(Host >> shift);
        return bytes;
    }

    public IPEndPoint ToEndPoint() => new(new IPAddress(HostBytes()), Port);

    public override string ToString()
    {
        var address = new IPAddress(HostBytes());
        return address.AddressFamily is AddressFamily.InterNetwork ? $"{address}:{Port}" : $"[{address}]:{Port}";
    }
}
