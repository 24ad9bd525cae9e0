using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Mesh.Kademlia;

/// <summary>
/// A point of the overlay's 256-bit space: the id of a peer, the key of a record, or the distance between two points.
/// An unsigned big-endian number. Distance is the exclusive or of two points (Maymounkov and Mazières, "Kademlia",
/// 2002): symmetric, zero only between equal points, and for each point and distance there is exactly one other point.
/// </summary>
public readonly record struct NodeId : IComparable<NodeId>
{
    /// <summary>Bits of an id.</summary>
    public const int Bits = 256;

    /// <summary>Bytes of an id.</summary>
    public const int Size = Bits / 8;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>The number whose 64-bit parts, most significant first, are given.</summary>
    public NodeId(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    public static NodeId Zero => default;

    public static NodeId Max => new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    /// <summary>The 64 most significant bits.</summary>
    public ulong High => _a;

    /// <summary>Leading bits that are zero, 0 to 256. Of a distance: how many leading bits the two points share.</summary>
    public int LeadingZeros =>
        _a != 0 ? BitOperations.LeadingZeroCount(_a)
        : _b != 0 ? 64 + BitOperations.LeadingZeroCount(_b)
        : _c != 0 ? 128 + BitOperations.LeadingZeroCount(_c)
        : 192 + BitOperations.LeadingZeroCount(_d);

    public static NodeId operator ^(in NodeId x, in NodeId y) =>
        new(x._a ^ y._a, x._b ^ y._b, x._c ^ y._c, x._d ^ y._d);

    public static bool operator <(in NodeId x, in NodeId y) => Compare(x, y) < 0;

    public static bool operator >(in NodeId x, in NodeId y) => Compare(x, y) > 0;

    public static bool operator <=(in NodeId x, in NodeId y) => Compare(x, y) <= 0;

    public static bool operator >=(in NodeId x, in NodeId y) => Compare(x, y) >= 0;

    /// <summary>The id of whoever holds this public key: nobody can choose an id freely.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    public static NodeId OfPublicKey(ReadOnlySpan<byte> publicKey) => OfHash(publicKey);

    /// <summary>The SHA-256 of the bytes as a point.</summary>
    public static NodeId OfHash(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content, hash);
        return Read(hash);
    }

    /// <summary>Reads 32 bytes, most significant first.</summary>
    public static NodeId Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new NodeId(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]))
        : throw new ArgumentException($"an id has {Size} bytes, not {bytes.Length}", nameof(bytes));

    /// <summary>A point drawn evenly from the whole space.</summary>
    internal static NodeId Random(ref KadRandom random) => new(random.Next(), random.Next(), random.Next(), random.Next());

    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId id)
    {
        id = default;
        if (text?.Length != Size * 2)
            return false;
        Span<ulong> parts = stackalloc ulong[4];
        for (var i = 0; i < 4; i++)
        {
            if (!ulong.TryParse(text.AsSpan(i * 16, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out parts[i]))
                return false;
        }

        id = new NodeId(parts[0], parts[1], parts[2], parts[3]);
        return true;
    }

    /// <summary>Writes 32 bytes, most significant first.</summary>
    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64BigEndian(into, _a);
        BinaryPrimitives.WriteUInt64BigEndian(into[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(into[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(into[24..], _d);
    }

    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    /// <summary>The bit at this place; 0 is the most significant.</summary>
    public bool Bit(int at) => (Part(at >> 6) >> (63 - (at & 63)) & 1) != 0;

    /// <summary>Leading bits that both points share, 0 to 256.</summary>
    public int CommonPrefix(in NodeId other) => (this ^ other).LeadingZeros;

    /// <summary>The point whose first <paramref name="bits"/> bits are these and whose other bits are those given.</summary>
    public NodeId WithSuffix(int bits, in NodeId suffix) =>
        new(Blend(0, bits, suffix), Blend(1, bits, suffix), Blend(2, bits, suffix), Blend(3, bits, suffix));

    /// <summary>The same point with one bit turned.</summary>
    public NodeId Flip(int at)
    {
        var mask = 1UL << (63 - (at & 63));
        return (at >> 6) switch
        {
            0 => new(_a ^ mask, _b, _c, _d),
            1 => new(_a, _b ^ mask, _c, _d),
            2 => new(_a, _b, _c ^ mask, _d),
            _ => new(_a, _b, _c, _d ^ mask),
        };
    }

    public int CompareTo(NodeId other) => Compare(this, other);

    /// <summary>The sum as an unsigned number, capped at the largest: what the triangle inequality speaks of.</summary>
    public NodeId AddCapped(in NodeId other)
    {
        UInt128 low = ((UInt128)_c << 64 | _d), otherLow = ((UInt128)other._c << 64 | other._d), sumLow = low + otherLow;
        UInt128 high = ((UInt128)_a << 64 | _b), otherHigh = ((UInt128)other._a << 64 | other._b), sumHigh = high + otherHigh;
        var overflow = sumHigh < high;
        if (sumLow < low)
            overflow |= ++sumHigh == 0;
        return overflow ? Max : new NodeId((ulong)(sumHigh >> 64), (ulong)sumHigh, (ulong)(sumLow >> 64), (ulong)sumLow);
    }

    public override int GetHashCode() => HashCode.Combine(_a, _d);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => $"{_a:x16}{_b:x16}{_c:x16}{_d:x16}";

    private static int Compare(in NodeId x, in NodeId y) =>
        x._a != y._a ? (x._a < y._a ? -1 : 1)
        : x._b != y._b ? (x._b < y._b ? -1 : 1)
        : x._c != y._c ? (x._c < y._c ? -1 : 1)
        : x._d.CompareTo(y._d);

    private ulong Part(int at) => at switch { 0 => _a, 1 => _b, 2 => _c, _ => _d };

    private ulong Blend(int part, int bits, in NodeId suffix)
    {
        var kept = Math.Clamp(bits - part * 64, 0, 64);
        var mask = kept == 0 ? 0 : ulong.MaxValue << (64 - kept);
        return Part(part) & mask | suffix.Part(part) & ~mask;
    }
}
