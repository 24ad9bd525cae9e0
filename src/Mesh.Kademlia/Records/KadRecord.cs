using System.Buffers.Binary;
using System.Text;

namespace Mesh.Kademlia.Records;

/// <summary>
/// What one mesh says under one key, signed by the mesh: a register of which the highest sequence number counts. A key
/// holds one record per mesh. An empty payload is a tombstone: the mesh withdraws what it said.
/// </summary>
/// <param name="Key">Where it is stored.</param>
/// <param name="MeshId">Whose it is: the SHA-256 of <paramref name="PublicKey"/>.</param>
/// <param name="Sequence">Rises with each change.</param>
/// <param name="NotAfter">End of its life, Unix milliseconds.</param>
/// <param name="Payload">What is said, see <see cref="MeshLocator"/>; opaque to the overlay.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of the mesh, DER.</param>
/// <param name="Signature">ECDSA over <see cref="SignedBytes"/>, 64 bytes: r and s.</param>
public sealed record KadRecord(
    NodeId Key,
    NodeId MeshId,
    ulong Sequence,
    long NotAfter,
    ReadOnlyMemory<byte> Payload,
    ReadOnlyMemory<byte> PublicKey,
    ReadOnlyMemory<byte> Signature)
{
    // Ids, numbers, tags and lengths: the most that the schema's encoding takes beside the three byte strings.
    private const int Framing = 2 * NodeId.Size + 2 * 11 + 16;

    public bool IsTombstone => Payload.IsEmpty;

    /// <summary>Upper bound of its bytes on the wire.</summary>
    public int Size => Framing + Payload.Length + PublicKey.Length + Signature.Length;

    /// <summary>What the signature covers, with a prefix that no other signed text of Mesh shares.</summary>
    public byte[] SignedBytes()
    {
        var domain = Encoding.ASCII.GetBytes("mesh-record/1");
        var bytes = new byte[domain.Length + 2 * NodeId.Size + 16 + Payload.Length];
        domain.CopyTo(bytes, 0);
        var at = bytes.AsSpan(domain.Length);
        Key.Write(at);
        MeshId.Write(at[NodeId.Size..]);
        at = at[(2 * NodeId.Size)..];
        BinaryPrimitives.WriteUInt64BigEndian(at, Sequence);
        BinaryPrimitives.WriteInt64BigEndian(at[8..], NotAfter);
        Payload.Span.CopyTo(at[16..]);
        return bytes;
    }

    /// <summary>Same register, same sequence number, same content.</summary>
    public bool SaysTheSame(KadRecord other) =>
        Key == other.Key && MeshId == other.MeshId && Sequence == other.Sequence && NotAfter == other.NotAfter
        && Payload.Span.SequenceEqual(other.Payload.Span);

    public bool Equals(KadRecord? other) =>
        other is not null && SaysTheSame(other)
        && PublicKey.Span.SequenceEqual(other.PublicKey.Span) && Signature.Span.SequenceEqual(other.Signature.Span);

    public override int GetHashCode() => HashCode.Combine(Key, MeshId, Sequence);
}
