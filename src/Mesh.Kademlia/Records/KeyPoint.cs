using System.Security.Cryptography;

namespace Mesh.Kademlia.Records;

/// <summary>
/// Public keys on P-256 in their two forms: SubjectPublicKeyInfo (RFC 5480), of which ids are the hash, and the bare
/// point of 64 bytes, which saves a quarter of a datagram.
/// </summary>
public static class KeyPoint
{
    /// <summary>Bytes of the two coordinates.</summary>
    public const int Size = 64;

    // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING 00 04 … }
    private static readonly byte[] Prefix = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /// <summary>The 91 bytes of SubjectPublicKeyInfo.</summary>
    public static byte[] ToInfo(ReadOnlySpan<byte> point) => point.Length == Size
        ? [.. Prefix, .. point]
        : throw new ArgumentException($"a point has {Size} bytes, not {point.Length}", nameof(point));

    /// <summary>Null: not a key on P-256 with an uncompressed point.</summary>
    public static byte[]? TryFromInfo(ReadOnlySpan<byte> info) =>
        info.Length == Prefix.Length + Size && info.StartsWith(Prefix) ? info[Prefix.Length..].ToArray() : null;

    /// <summary>The key to check signatures with; null: the bytes are no point of the curve.</summary>
    public static ECDsa? TryImport(ReadOnlySpan<byte> point)
    {
        if (point.Length != Size)
            return null;
        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[..32].ToArray(), Y = point[32..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            // Such bytes come from outside: not an error here.
            return null;
        }
    }

    public static byte[] Of(ECDsa key) =>
        TryFromInfo(key.ExportSubjectPublicKeyInfo()) ?? throw new CryptographicException("the key is not on the curve P-256");
}
