using System.Security.Cryptography;

namespace Mesh.Kademlia.Records;

/// <summary>Signs with ECDSA over the curve P-256 and SHA-256 (FIPS 186-5). Does not own the key.</summary>
public sealed class EcdsaRecordSigner(ECDsa key) : IRecordSigner
{
    private readonly NodeId _meshId = NodeId.OfPublicKey(key.ExportSubjectPublicKeyInfo());

    public ReadOnlyMemory<byte> PublicKey { get; } = key.ExportSubjectPublicKeyInfo();

    public KadRecord Sign(in NodeId key, ulong sequence, long notAfter, ReadOnlyMemory<byte> payload)
    {
        var record = new KadRecord(key, _meshId, sequence, notAfter, payload, PublicKey, default);
        return record with { Signature = SignData(record.SignedBytes()) };
    }

    private byte[] SignData(byte[] data) =>
        key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
