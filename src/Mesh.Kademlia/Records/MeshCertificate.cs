using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mesh.Kademlia.Records;

/// <summary>What the authority of a federation says of a mesh: this key is the mesh of this name until then.</summary>
/// <param name="Name">1 to <see cref="MaxNameBytes"/> bytes of UTF-8.</param>
/// <param name="Until">Unix seconds.</param>
/// <param name="Signature">By the authority, 64 bytes; empty: the mesh says so itself, in an open federation.</param>
public sealed record MeshCertificate(string Name, long Until, ReadOnlyMemory<byte> Signature)
{
    public const int MaxNameBytes = 32;

    public bool IsCertified => !Signature.IsEmpty;

    public static MeshCertificate SelfNamed(string name) => new(name, 0, default);

    public static MeshCertificate Issue(ECDsa authority, ReadOnlySpan<byte> meshPoint, string name, long until)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return new(name, until, Signing.Sign(authority, Text(meshPoint, name, until)));
    }

    /// <summary>Certified by this authority for this key, and not ended.</summary>
    public bool IsGood(ECDsa authority, ReadOnlySpan<byte> meshPoint, long unixSeconds) =>
        unixSeconds < Until && Signing.IsGood(authority, Text(meshPoint, Name, Until), Signature.Span);

    public bool Equals(MeshCertificate? other) => other is not null
        && Name == other.Name && Until == other.Until && Signature.Span.SequenceEqual(other.Signature.Span);

    public override int GetHashCode() => HashCode.Combine(Name, Until);

    private static byte[] Text(ReadOnlySpan<byte> meshPoint, string name, long until)
    {
        var end = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(end, until);
        return [.. "mesh-certificate/1"u8, .. meshPoint, .. end, .. Encoding.UTF8.GetBytes(name)];
    }
}
