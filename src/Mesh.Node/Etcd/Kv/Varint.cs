using System.Numerics;
using Mesh.KeyValues;

namespace Mesh.Node.Etcd.Kv;

/// <summary>Protobuf's base-128 numbers. Fields with their default are left out, as proto3 does.</summary>
internal static class Varint
{
    public static int Size(ulong value) => (BitOperations.Log2(value | 1) * 9 + 73) / 64;

    public static int FieldSize(long value) => value == 0 ? 0 : 1 + Size((ulong)value);

    public static int BytesSize(Octets bytes) =>
        bytes.IsEmpty ? 0 : 1 + Size((ulong)bytes.Length) + bytes.Length;

    public static int Write(Span<byte> to, int at, byte tag, ulong value)
    {
        to[at++] = tag;
        while (value >= 0x80)
        {
            to[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[at++] = (byte)value;
        return at;
    }

    public static int WriteField(Span<byte> to, int at, byte tag, long value) =>
        value == 0 ? at : Write(to, at, tag, (ulong)value);

    public static int WriteBytes(Span<byte> to, int at, byte tag, Octets bytes)
    {
        if (bytes.IsEmpty)
            return at;
        at = Write(to, at, tag, (ulong)bytes.Length);
        bytes.Span.CopyTo(to[at..]);
        return at + bytes.Length;
    }
}
