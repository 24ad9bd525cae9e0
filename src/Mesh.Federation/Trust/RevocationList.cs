using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Trust;

/// <summary>Keys that the authority of a closed federation takes back, of meshes and of gateways, by their ids.</summary>
/// <param name="Number">Rises with each list; of two the higher one counts.</param>
/// <param name="Issued">Unix seconds.</param>
/// <param name="Signature">By the authority, 64 bytes.</param>
internal sealed record RevocationList(ulong Number, long Issued, ImmutableSortedSet<NodeId> Ids, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Ids in one list.</summary>
    public const int MaxIds = 10_000;

    /// <summary>Nobody's word, and nobody on it.</summary>
    public static RevocationList Empty { get; } = new(0, 0, [], default);

    public static RevocationList Issue(ECDsa authority, ulong number, long issued, ImmutableSortedSet<NodeId> ids)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(ids);
        return new(number, issued, ids, Signing.Sign(authority, Text(number, issued, ids)));
    }

    public bool IsGood(ECDsa authority) => Signing.IsGood(authority, Text(Number, Issued, Ids), Signature.Span);

    private static byte[] Text(ulong number, long issued, ImmutableSortedSet<NodeId> ids)
    {
        var head = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(head, number);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(8), issued);
        return [.. "mesh-revocations/1"u8, .. head, .. ids.SelectMany(i => i.ToByteArray())];
    }
}
