using System.Buffers.Binary;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Trust;

/// <summary>
/// The bytes that an owner signs for one of its logs. Behind a text that no other signature of Mesh begins with stand, each text after its length, the mesh,
/// the kind of bucket and the owner, then numbers of fixed width, then the digest: no two statements have the same bytes. Pure.
/// </summary>
internal static class SealStatement
{
    private const string Begin = "mesh-log/1";

    /// <param name="kind">Which of the stores.</param>
    /// <param name="buckets">How many it has.</param>
    /// <param name="digest">SHA-256 of the canonical bytes of the log.</param>
    public static byte[] Of(string mesh, string kind, Owner owner, int buckets, int index, long version, long stamp, ReadOnlySpan<byte> digest)
    {
        ArgumentNullException.ThrowIfNull(owner);
        using var bytes = new MemoryStream();
        foreach (var text in new[] { Begin, mesh, kind, owner.Address })
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            Number(bytes, utf8.Length);
            bytes.Write(utf8);
        }

        foreach (var number in new[] { owner.Uid, buckets, index, version, stamp })
            Number(bytes, number);
        bytes.Write(digest);
        return bytes.ToArray();
    }

    private static void Number(MemoryStream to, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        to.Write(bytes);
    }
}
