using System.Buffers.Binary;
using Mesh.Node.Dns;

namespace Mesh.Doors.Tests.Dns;

/// <summary>Questions as clients send them.</summary>
internal static class DnsPackets
{
    public const ushort Id = 0x1234;

    /// <param name="edns">The size that the client names; null: no EDNS.</param>
    public static byte[] Question(string name, DnsType type, int? edns = null, ushort @class = 1, byte[]? options = null)
    {
        var packet = new List<byte>();
        Word(packet, Id);
        Word(packet, 0x0100);
        Word(packet, 1);
        Word(packet, 0);
        Word(packet, 0);
        Word(packet, edns is null ? 0 : 1);
        packet.AddRange(DnsName.Encode(name) ?? throw new ArgumentException($"{name} is no name", nameof(name)));
        Word(packet, (int)type);
        Word(packet, @class);
        if (edns is { } size)
        {
            packet.Add(0);
            Word(packet, (int)DnsType.OPT);
            Word(packet, size);
            packet.AddRange([0, 0, 0, 0]);
            Word(packet, options?.Length ?? 0);
            packet.AddRange(options ?? []);
        }

        return [.. packet];
    }

    public static void Put(byte[] packet, int at, int value) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(at), (ushort)value);

    private static void Word(List<byte> packet, int value)
    {
        packet.Add((byte)(value >> 8));
        packet.Add((byte)value);
    }
}
