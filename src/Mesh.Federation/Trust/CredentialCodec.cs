using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Mesh.Kademlia.Records;
using P = Mesh.Kademlia.Wire.Proto;

namespace Mesh.Federation.Trust;

/// <summary>Credentials as bytes, for datagrams, and as PEM, for files.</summary>
internal static class CredentialCodec
{
    /// <summary>Larger ones are not read.</summary>
    public const int MaxBytes = 384;

    private const string Label = "MESH CREDENTIAL";

    public static byte[] Write(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new P.Credential
        {
            GatewayKey = ByteString.CopyFrom(credential.GatewayPoint.Span),
            GatewayUntil = (ulong)credential.GatewayUntil,
            GatewaySignature = ByteString.CopyFrom(credential.GatewaySignature.Span),
            MeshKey = ByteString.CopyFrom(credential.MeshPoint.Span),
            MeshName = credential.Mesh.Name,
            MeshUntil = (ulong)credential.Mesh.Until,
            MeshSignature = ByteString.CopyFrom(credential.Mesh.Signature.Span),
        }.ToByteArray();
    }

    /// <summary>Reads the form only; whether to believe it is <see cref="Credential.Refusal"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Credential? credential)
    {
        credential = null;
        if (bytes.Length > MaxBytes)
            return false;
        try
        {
            var wire = P.Credential.Parser.ParseFrom(bytes);
            if (wire.GatewayKey.Length != KeyPoint.Size || wire.MeshKey.Length != KeyPoint.Size
                || wire.GatewaySignature.Length != Signing.Size || wire.MeshSignature.Length is not (0 or Signing.Size)
                || wire.GatewayUntil > long.MaxValue || wire.MeshUntil > long.MaxValue
                || Encoding.UTF8.GetByteCount(wire.MeshName) > MeshCertificate.MaxNameBytes)
                return false;
            credential = new Credential(
                wire.GatewayKey.Memory,
                (long)wire.GatewayUntil,
                wire.GatewaySignature.Memory,
                wire.MeshKey.Memory,
                new MeshCertificate(wire.MeshName, (long)wire.MeshUntil, wire.MeshSignature.Memory));
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            // Bytes from outside.
            return false;
        }
    }

    public static string ToPem(Credential credential) => PemEncoding.WriteString(Label, Write(credential)) + "\n";

    /// <exception cref="CryptographicException">It holds no credential.</exception>
    public static Credential FromPem(string text)
    {
        if (PemEncoding.TryFind(text, out var fields) && text[fields.Label] == Label
            && TryRead(Convert.FromBase64String(text[fields.Base64Data]), out var credential))
            return credential;
        throw new CryptographicException($"it holds no '{Label}' in PEM");
    }
}
