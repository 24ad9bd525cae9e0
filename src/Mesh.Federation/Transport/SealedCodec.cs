using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;

namespace Mesh.Federation.Transport;

/// <summary>
/// Datagrams with what proves their sender: perhaps its credential, and always, as the last field of the schema's
/// Datagram, a signature over all bytes before. Protobuf lets fields be appended, so nothing is written twice.
/// </summary>
internal static class SealedCodec
{
    /// <summary>Bytes that the signature takes with its tag.</summary>
    public const int SealSize = 3 + Signing.Size;

    // Field 31, length-delimited, 64 bytes; field 17, length-delimited.
    private static ReadOnlySpan<byte> SealTag => [0xfa, 0x01, Signing.Size];

    private static ReadOnlySpan<byte> CredentialTag => [0x8a, 0x01];

    private static ReadOnlySpan<byte> Domain => "mesh-datagram/1"u8;

    /// <summary>Bytes that a credential takes in a datagram; 0 for none.</summary>
    public static int SizeOf(ReadOnlyMemory<byte> credential) =>
        credential.IsEmpty ? 0 : CredentialTag.Length + (credential.Length < 128 ? 1 : 2) + credential.Length;

    /// <param name="credential">Empty: the receiver knows it.</param>
    /// <param name="padTo">Filled up to so many bytes.</param>
    /// <exception cref="ArgumentException">It does not fit a datagram.</exception>
    public static byte[] Write(KadMessage message, ECDsa key, ReadOnlyMemory<byte> credential, int padTo)
    {
        var plain = KadCodec.Write(message, Math.Max(0, padTo - SizeOf(credential) - SealSize));
        var size = plain.Length + SizeOf(credential) + SealSize;
        if (size > KadSizes.MaxDatagram)
            throw new ArgumentException($"{message.GetType().Name} takes {size} bytes sealed, a datagram {KadSizes.MaxDatagram}");
        byte[] content = credential.IsEmpty ? plain : [.. plain, .. CredentialTag, .. Length(credential.Length), .. credential.Span];
        return [.. content, .. SealTag, .. Signing.Sign(key, [.. Domain, .. content])];
    }

    /// <summary>Reads the form; whether the seal is good is <see cref="IsSealedBy"/>.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out KadMessage? message, out ReadOnlyMemory<byte> credential, out string error)
    {
        (message, credential, error) = (null, default, "the datagram does not end with a signature");
        return bytes.Length > SealSize && bytes[^SealSize..].StartsWith(SealTag)
            && KadCodec.TryRead(bytes, out message, out credential, out error);
    }

    public static bool IsSealedBy(ECDsa key, ReadOnlySpan<byte> bytes) =>
        Signing.IsGood(key, [.. Domain, .. bytes[..^SealSize]], bytes[^Signing.Size..]);

    private static byte[] Length(int value) =>
        value < 128 ? [(byte)value] : [(byte)(value & 0x7f | 0x80), (byte)(value >> 7)];
}
