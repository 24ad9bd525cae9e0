using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.Node.Federation;

/// <summary>
/// Mutual TLS between gateways: each shows its certificate and that of its mesh, and takes only those that go back to the
/// authority of the federation; in an open federation there is none, and only the key of the mesh counts that is called.
/// A gateway is known by keys, not by host names.
/// </summary>
internal sealed class FederationTls(X509Certificate2 own, X509Certificate2Collection chain, X509Certificate2Collection authority)
{
    /// <summary>The gateway's certificate with its key.</summary>
    public X509Certificate2 Own => own;

    /// <summary>What is shown beside it: the certificate of its mesh.</summary>
    public X509Certificate2Collection Chain => chain;

    /// <param name="certificateFile">PEM: the gateway's certificate, then that of its mesh.</param>
    /// <param name="keyFile">PEM: the gateway's key.</param>
    /// <param name="authorityFile">PEM: the certificates that others must go back to; null: an open federation.</param>
    /// <exception cref="CryptographicException">A file holds something else.</exception>
    public static FederationTls Load(string certificateFile, string keyFile, string? authorityFile)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(certificateFile);
        var chain = new X509Certificate2Collection(all.Skip(1).ToArray());
        var authority = new X509Certificate2Collection();
        if (authorityFile is not null)
            authority.ImportFromPemFile(authorityFile);
        if (authorityFile is not null && authority.Count == 0)
            throw new CryptographicException($"'{authorityFile}' holds no certificate in PEM");
        // A key that came from PEM is not usable for TLS on every system before it went through PKCS #12.
        return new FederationTls(
            X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), chain, authority);
    }

    /// <summary>Is this a gateway of the federation, and of that mesh?</summary>
    /// <param name="shown">What the peer showed beside its certificate.</param>
    /// <param name="meshId">The SHA-256 of the key of the mesh, in hex; null: of any mesh.</param>
    public bool Accepts(X509Certificate? certificate, X509Chain? shown, string? meshId)
    {
        if (certificate is not X509Certificate2 peer)
            return false;
        using var built = new X509Chain();
        built.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        built.ChainPolicy.CustomTrustStore.AddRange(authority);
        built.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        built.ChainPolicy.DisableCertificateDownloads = true;
        if (authority.Count == 0)
            built.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        if (shown is not null)
        {
            built.ChainPolicy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
            foreach (var element in shown.ChainElements)
                built.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return built.Build(peer) && (meshId is null || built.ChainElements.Any(e => IsKeyOf(e.Certificate, meshId)));
    }

    public SslClientAuthenticationOptions ClientOptions(string? meshId) => new()
    {
        ClientCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true),
        RemoteCertificateValidationCallback = (_, certificate, shown, _) => Accepts(certificate, shown, meshId),
    };

    public SslServerAuthenticationOptions ServerOptions() => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true),
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, certificate, shown, _) => Accepts(certificate, shown, meshId: null),
        ApplicationProtocols = [SslApplicationProtocol.Http2],
    };

    private static bool IsKeyOf(X509Certificate2 certificate, string meshId) =>
        Convert.ToHexString(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))
            .Equals(meshId, StringComparison.OrdinalIgnoreCase);
}
