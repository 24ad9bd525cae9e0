using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mesh.Hosting;

/// <summary>
/// Certificates that the mesh authority has taken back: the revocation lists of a file (RFC 5280), in PEM one after another or
/// one in DER. A list counts when a certificate of the authority has signed it. Immutable.
/// </summary>
internal sealed class CertificateRevocations
{
    public const int MaxBytes = 4 * 1024 * 1024;

    public static readonly CertificateRevocations None = new([], null);

    private const string Label = "X509 CRL";
    private const string Delta = "2.5.29.27";

    private readonly FrozenSet<(string Issuer, string Serial)> _revoked;

    private CertificateRevocations(IEnumerable<(string Issuer, string Serial)> revoked, DateTimeOffset? nextUpdate)
    {
        _revoked = revoked.ToFrozenSet();
        NextUpdate = nextUpdate;
    }

    public int Count => _revoked.Count;

    /// <summary>When the authority meant to publish the next list at the latest; null: it does not say. A list counts beyond it too.</summary>
    public DateTimeOffset? NextUpdate { get; }

    public bool Contains(X509Certificate2 certificate) => _revoked.Count > 0
        && _revoked.Contains((Hex(certificate.IssuerName.RawData), Hex(certificate.SerialNumberBytes.Span)));

    /// <exception cref="CryptographicException">The file holds no list, or one that does not count; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read, or is too long.</exception>
    public static CertificateRevocations Read(string file, X509Certificate2Collection authority)
    {
        if (new FileInfo(file).Length is var length and > MaxBytes)
            throw new IOException($"it has {length} bytes, at most {MaxBytes} are read");
        try
        {
            var lists = Lists(File.ReadAllBytes(file)).Select(l => Read(l, authority)).ToArray();
            return lists.Length > 0
                ? new(lists.SelectMany(l => l._revoked), lists.Min(l => l.NextUpdate))
                : throw new CryptographicException("it holds no revocation list");
        }
        catch (AsnContentException fault)
        {
            throw new CryptographicException($"it is no revocation list: {fault.Message}", fault);
        }
    }

    private static List<byte[]> Lists(byte[] content)
    {
        List<byte[]> lists = [];
        ReadOnlySpan<char> rest = Encoding.UTF8.GetString(content);
        while (PemEncoding.TryFind(rest, out var found))
        {
            if (rest[found.Label] is Label)
                lists.Add(Convert.FromBase64String(rest[found.Base64Data].ToString()));
            rest = rest[found.Location.End..];
        }

        return lists.Count > 0 || content.Length == 0 || content[0] != 0x30 ? lists : [content];
    }

    private static CertificateRevocations Read(byte[] list, X509Certificate2Collection authority)
    {
        var outer = new AsnReader(list, AsnEncodingRules.DER).ReadSequence();
        var signed = outer.PeekEncodedValue();
        var body = outer.ReadSequence();
        var algorithm = outer.ReadSequence().ReadObjectIdentifier();
        var signature = outer.ReadBitString(out _);
        if (body.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            body.ReadInteger();
        body.ReadSequence();
        var issuer = body.ReadEncodedValue();
        if (!authority.Any(c => c.SubjectName.RawData.AsSpan().SequenceEqual(issuer.Span) && IsSigned(c, signed.Span, signature, algorithm)))
            throw new CryptographicException("a revocation list in it is not signed by the mesh authority");
        Time(body);
        DateTimeOffset? next = body.HasData && IsTime(body.PeekTag()) ? Time(body) : null;
        List<(string, string)> revoked = [];
        if (body.HasData && body.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var entries = body.ReadSequence();
            while (entries.HasData)
                revoked.Add((Hex(issuer.Span), Hex(entries.ReadSequence().ReadIntegerBytes().Span)));
        }

        if (IsDelta(body))
            throw new CryptographicException("a revocation list in it says only what differs from another one");
        return new(revoked, next);
    }

    private static bool IsDelta(AsnReader body)
    {
        if (!body.HasData)
            return false;
        var extensions = body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        while (extensions.HasData)
        {
            if (extensions.ReadSequence().ReadObjectIdentifier() == Delta)
                return true;
        }

        return false;
    }

    private static bool IsTime(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset Time(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static bool IsSigned(X509Certificate2 by, ReadOnlySpan<byte> signed, byte[] signature, string algorithm)
    {
        using var ecdsa = by.GetECDsaPublicKey();
        using var rsa = by.GetRSAPublicKey();
        return algorithm switch
        {
            "1.2.840.10045.4.3.2" => Verify(HashAlgorithmName.SHA256, signed),
            "1.2.840.10045.4.3.3" => Verify(HashAlgorithmName.SHA384, signed),
            "1.2.840.10045.4.3.4" => Verify(HashAlgorithmName.SHA512, signed),
            "1.2.840.113549.1.1.11" => VerifyRsa(HashAlgorithmName.SHA256, signed),
            "1.2.840.113549.1.1.12" => VerifyRsa(HashAlgorithmName.SHA384, signed),
            "1.2.840.113549.1.1.13" => VerifyRsa(HashAlgorithmName.SHA512, signed),
            _ => throw new CryptographicException($"a revocation list in it is signed by the algorithm {algorithm}, which is not known here"),
        };

        bool Verify(HashAlgorithmName hash, ReadOnlySpan<byte> data) =>
            ecdsa?.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence) is true;

        bool VerifyRsa(HashAlgorithmName hash, ReadOnlySpan<byte> data) =>
            rsa?.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1) is true;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
