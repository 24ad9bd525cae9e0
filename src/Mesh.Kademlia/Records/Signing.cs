using System.Security.Cryptography;

namespace Mesh.Kademlia.Records;

/// <summary>ECDSA over P-256 with SHA-256 (FIPS 186-5), signatures as r and s, 64 bytes.</summary>
internal static class Signing
{
    public const int Size = 64;

    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> text) =>
        key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public static bool IsGood(ECDsa key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        signature.Length == Size
        && key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
