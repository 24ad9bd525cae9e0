using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Hosting;

namespace Mesh.Trust;

/// <summary>
/// Signs with the key of this node's certificate, and judges what others have signed: the certificate against the authority and the revocation lists as
/// they are, and for the owner's host. What it found of a certificate is kept for a while. Belongs to one actor.
/// </summary>
internal sealed class SealKeys(MeshCertificates certificates, string mesh, TimeProvider time)
{
    // A certificate that ends meanwhile is taken for so long; lists and authorities that change count at once.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private const int MostKept = 1_024;

    private readonly Dictionary<(string Fingerprint, string Host), Judged> _judged = [];
    private CertificateSet? _set;

    /// <summary>Another object when the certificate is another one: what was signed before is to be signed anew.</summary>
    public object Current => certificates.Current;

    /// <summary>The certificate of this node as others need it, in DER.</summary>
    public byte[] OwnCertificate => certificates.Current.Own.RawData;

    /// <exception cref="CryptographicException">The key cannot sign.</exception>
    public byte[] Sign(byte[] statement)
    {
        var own = certificates.Current.Own;
        using var ecdsa = own.GetECDsaPrivateKey();
        if (ecdsa is not null)
            return ecdsa.SignData(statement, HashAlgorithmName.SHA256);
        using var rsa = own.GetRSAPrivateKey()
            ?? throw new CryptographicException("the key of the certificate is neither ECDSA nor RSA");
        return rsa.SignData(statement, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    /// <summary>Whose certificate it is and what it may write; else what is wrong with it.</summary>
    /// <param name="host">Of the owner: the certificate must be for it.</param>
    public (CertificateLimits? Limits, string What) Judge(ReadOnlySpan<byte> certificate, string host)
    {
        var judged = JudgedOf(certificate, host);
        return (judged.Limits, judged.What);
    }

    /// <summary>Is the statement signed with the key of that certificate, which was judged before?</summary>
    public bool IsSigned(ReadOnlySpan<byte> certificate, string host, byte[] statement, ReadOnlySpan<byte> signature)
    {
        var judged = JudgedOf(certificate, host);
        try
        {
            return judged.Key switch
            {
                ECDsa ecdsa => ecdsa.VerifyData(statement, signature, HashAlgorithmName.SHA256),
                RSA rsa => rsa.VerifyData(statement, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private Judged JudgedOf(ReadOnlySpan<byte> certificate, string host)
    {
        var set = certificates.Current;
        if (!ReferenceEquals(set, _set) || _judged.Count >= MostKept)
        {
            _judged.Clear();
            _set = set;
        }

        var key = (Convert.ToHexString(SHA256.HashData(certificate)), host);
        if (_judged.TryGetValue(key, out var known) && time.GetElapsedTime(known.Since) < Kept)
            return known;
        return _judged[key] = Judge(set, certificate, host);
    }

    private Judged Judge(CertificateSet set, ReadOnlySpan<byte> bytes, string host)
    {
        var now = time.GetTimestamp();
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(bytes);
            var refusal = set.Refusal(certificate, SslPolicyErrors.None, PeerPurpose.Client)
                ?? set.Refusal(certificate, SslPolicyErrors.None, PeerPurpose.Server);
            if (refusal is not null)
                return new(now, null, refusal, null);
            if (!certificate.MatchesHostname(host))
                return new(now, null, $"its certificate ({certificate.Subject}) is not for {host}", null);
            return new(
                now, CertificateLimits.Of(certificate, mesh), MeshTrust.Describe(certificate),
                (AsymmetricAlgorithm?)certificate.GetECDsaPublicKey() ?? certificate.GetRSAPublicKey());
        }
        catch (CryptographicException fault)
        {
            return new(now, null, $"it is no certificate: {fault.Message}", null);
        }
    }

    private sealed record Judged(long Since, CertificateLimits? Limits, string What, AsymmetricAlgorithm? Key);
}
