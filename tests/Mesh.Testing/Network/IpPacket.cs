using System.Buffers.Binary;

namespace Mesh.Testing.Network;

/// <summary>What a relay needs to know of an IPv4 packet (RFC 791, 768, 9293).</summary>
/// <param name="Port">The port that it goes to; 0 where there is none: other protocols, later fragments.</param>
/// <param name="IsOpening">The first packet of a TCP connection: SYN without ACK.</param>
internal readonly record struct IpPacket(uint Source, uint Destination, IpProtocol Protocol, ushort Port, bool IsOpening, int Length)
{
    private const int LeastHeader = 20;

    /// <summary>False: no whole IPv4 packet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IpPacket packet)
    {
        packet = default;
        if (bytes.Length < LeastHeader || bytes[0] >> 4 != 4)
            return false;
        var header = (bytes[0] & 15) * 4;
        if (header < LeastHeader || bytes.Length < header)
            return false;
        var protocol = (IpProtocol)bytes[9];
        var isFirst = (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x1fff) == 0;
        var (port, isOpening) = isFirst ? ReadPort(protocol, bytes[header..]) : default;
        packet = new IpPacket(
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            protocol,
            port,
            isOpening,
            bytes.Length);
        return true;
    }

    private static (ushort Port, bool IsOpening) ReadPort(IpProtocol protocol, ReadOnlySpan<byte> body) => protocol switch
    {
        IpProtocol.Udp when body.Length >= 8 => (BinaryPrimitives.ReadUInt16BigEndian(body[2..]), false),
        IpProtocol.Tcp when body.Length >= 20 => (BinaryPrimitives.ReadUInt16BigEndian(body[2..]), (body[13] & 0x12) == 0x02),
        _ => default,
    };
}
