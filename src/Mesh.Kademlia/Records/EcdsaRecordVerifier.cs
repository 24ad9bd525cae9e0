using System.Security.Cryptography;

namespace Mesh.Kademlia.Records;

/// <summary>
/// Checks a record's signature, ECDSA over P-256 with SHA-256, and that the mesh id is the hash of the key. Whether the
/// key is one to trust is another question.
/// </summary>
public sealed class EcdsaRecordVerifier : IRecordVerifier
{
    /// <summary>Bytes of a P-256 key as SubjectPublicKeyInfo with an uncompressed point.</summary>
    public const int PublicKeySize = 91;

    /// <summary>Bytes of a signature: r and s.</summary>
    public const int SignatureSize = 64;

    private const string P256 = "1.2.840.10045.3.1.7";

    public bool IsGood(KadRecord record)
    {
        if (record.PublicKey.Length != PublicKeySize || record.Signature.Length != SignatureSize
            || NodeId.OfPublicKey(record.PublicKey.Span) != record.MeshId)
            return false;
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(record.PublicKey.Span, out _);
            return key.ExportParameters(false).Curve.Oid.Value == P256 && key.VerifyData(
                record.SignedBytes(),
                record.Signature.Span,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // Not a key at all: the record is as bad as one with a wrong signature.
            return false;
        }
    }
}
