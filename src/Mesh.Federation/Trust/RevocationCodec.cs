using System.Collections.Immutable;
using System.Security.Cryptography;
using Google.Protobuf;
using Mesh.Kademlia;
using P = Mesh.Kademlia.Wire.Proto;

namespace Mesh.Federation.Trust;

/// <summary>Lists of revoked keys as PEM.</summary>
internal static class RevocationCodec
{
    private const string Label = "MESH REVOCATIONS";

    /// <summary>Larger files are not read.</summary>
    public const int MaxBytes = 1 << 20;

    public static string ToPem(RevocationList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var wire = new P.RevocationList
        {
            Number = list.Number,
            Issued = (ulong)list.Issued,
            Ids = { list.Ids.Select(i => ByteString.CopyFrom(i.ToByteArray())) },
            Signature = ByteString.CopyFrom(list.Signature.Span),
        };
        return PemEncoding.WriteString(Label, wire.ToByteArray()) + "\n";
    }

    /// <summary>Reads the form only; whether to believe it is <see cref="RevocationList.IsGood"/>.</summary>
    /// <exception cref="CryptographicException">It holds no such list.</exception>
    public static RevocationList FromPem(string text)
    {
        try
        {
            if (PemEncoding.TryFind(text, out var fields) && text[fields.Label] == Label
                && P.RevocationList.Parser.ParseFrom(Convert.FromBase64String(text[fields.Base64Data])) is { } wire
                && wire.Ids.Count <= RevocationList.MaxIds && wire.Ids.All(i => i.Length == NodeId.Size)
                && wire.Issued <= long.MaxValue)
            {
                return new RevocationList(
                    wire.Number,
                    (long)wire.Issued,
                    [.. wire.Ids.Select(i => NodeId.Read(i.Span)).ToImmutableSortedSet()],
                    wire.Signature.Memory);
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Said below.
        }

        throw new CryptographicException($"it holds no '{Label}' in PEM");
    }
}
