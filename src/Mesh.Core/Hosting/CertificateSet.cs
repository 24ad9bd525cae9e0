using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.Hosting;

/// <summary>The certificates of a node as its files were at one time. Immutable.</summary>
/// <param name="Own">With its key.</param>
/// <param name="Authority">Peers of any other authority are refused.</param>
internal sealed record CertificateSet(X509Certificate2 Own, X509Certificate2Collection Authority, CertificateRevocations Revocations)
{
    /// <summary>The end of the own certificate, or of the one of the authority that it comes from when that is sooner.</summary>
    public DateTimeOffset Until { get; } = Authority
        .Where(c => c.SubjectName.RawData.AsSpan().SequenceEqual(Own.IssuerName.RawData))
        .Append(Own)
        .Min(c => new DateTimeOffset(c.NotAfter.ToUniversalTime()));

    /// <exception cref="System.Security.Cryptography.CryptographicException">A file cannot be used.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CertificateSet Read(MeshTlsOptions options)
    {
        var authority = MeshTls.Authority(options);
        return new(MeshTls.Certificate(options), authority, MeshTls.Revocations(options, authority));
    }

    /// <summary>Why a peer is not let in, in one line; null: it is.</summary>
    public string? Refusal(X509Certificate2? certificate, SslPolicyErrors errors, PeerPurpose purpose) =>
        MeshTls.Refusal(certificate, Authority, errors, purpose, Revocations);
}
