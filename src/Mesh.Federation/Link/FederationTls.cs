using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Federation.Trust;
using Mesh.Kademlia;

namespace Mesh.Federation.Link;

/// <summary>
/// Mutual TLS between gateways: each shows its certificate and that of its mesh, and takes only those that go back to the
/// authority of the federation; in an open federation there is none, and only the key of the mesh counts that is called.
/// A gateway is known by keys, not by host names.
/// </summary>
/// <param name="refusals">Told whom this gateway does not ask.</param>
internal sealed class FederationTls(
    X509Certificate2 own,
    X509Certificate2Collection chain,
    X509Certificate2Collection authority,
    Revocations revocations,
    TlsRefusals refusals)
{
    /// <summary>The gateway's certificate with its key, and beside it that of its mesh.</summary>
    private readonly SslStreamCertificateContext _shown = SslStreamCertificateContext.Create(own, chain, offline: true);

    public Revocations Revocations => revocations;

    /// <param name="certificateFile">PEM: the gateway's certificate, then that of its mesh.</param>
    /// <param name="keyFile">PEM: the gateway's key.</param>
    /// <param name="authorityFile">PEM: the certificates that others must go back to; null: an open federation.</param>
    /// <exception cref="CryptographicException">A file holds something else.</exception>
    public static FederationTls Load(string certificateFile, string keyFile, string? authorityFile, TlsRefusals refusals)
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
        var revocations = authorityFile is null ? Revocations.None : new Revocations(
            Path.Combine(Path.GetDirectoryName(authorityFile) ?? "", IdentityFiles.Revocations), IdentityFiles.ReadAuthority(authorityFile));
        revocations.Refresh(out _);
        // A key that came from PEM is not usable for TLS on every system before it went through PKCS #12.
        return new FederationTls(
            X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), chain, authority, revocations, refusals);
    }

    /// <summary>Why this is no gateway of the federation, or not of that mesh, in one line; null: it is.</summary>
    /// <param name="shown">What the peer showed beside its certificate.</param>
    /// <param name="meshId">The SHA-256 of the key of the mesh, in hex; null: of any mesh.</param>
    /// <param name="ids">Of the keys of the gateway and of who vouches for it, once they are believed.</param>
    public string? Refusal(X509Certificate? certificate, X509Chain? shown, string? meshId, out ImmutableArray<NodeId> ids)
    {
        ids = [];
        if (certificate is not X509Certificate2 peer)
            return "it shows no certificate";
        using var built = new X509Chain();
        built.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        built.ChainPolicy.CustomTrustStore.AddRange(authority);
        // Revoked keys are on a list of the federation's own.
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

        if (!built.Build(peer))
            return Fault(peer, built.ChainStatus);
        ids = [.. built.ChainElements.Select(e => NodeId.OfPublicKey(e.Certificate.PublicKey.ExportSubjectPublicKeyInfo()))];
        if (IsRevoked(ids))
            return $"the key of its certificate '{peer.Subject}', or of its mesh, is revoked";
        return meshId is null || ids.Any(i => i.ToString().Equals(meshId, StringComparison.OrdinalIgnoreCase))
            ? null
            : $"its certificate '{peer.Subject}' is of another mesh than the one whose key signed the locator";
    }

    public bool IsRevoked(ImmutableArray<NodeId> ids) => ids.Any(i => revocations.Contains(i));

    /// <param name="meshId">Of the mesh that must answer; null: any of the federation.</param>
    /// <param name="onAccepted">Told the ids of who answers.</param>
    public SslClientAuthenticationOptions ClientOptions(string? meshId, Action<ImmutableArray<NodeId>>? onAccepted = null) => new()
    {
        ClientCertificateContext = _shown,
        RemoteCertificateValidationCallback = (sender, certificate, shown, _) =>
        {
            if (Refusal(certificate, shown, meshId, out var ids) is { } refusal)
            {
                refusals.OnCalled(sender is SslStream stream ? stream.TargetHostName : "", refusal);
                return false;
            }

            onAccepted?.Invoke(ids);
            return true;
        },
    };

    /// <param name="onRefused">Told the reason when the certificate of the other side is not taken.</param>
    /// <param name="onAccepted">Told the ids of who asks.</param>
    public SslServerAuthenticationOptions ServerOptions(Action<string> onRefused, Action<ImmutableArray<NodeId>> onAccepted) => new()
    {
        ServerCertificateContext = _shown,
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, certificate, shown, _) =>
        {
            if (Refusal(certificate, shown, meshId: null, out var ids) is { } refusal)
            {
                onRefused(refusal);
                return false;
            }

            onAccepted(ids);
            return true;
        },
        ApplicationProtocols = [SslApplicationProtocol.Http2],
    };

    private static string Fault(X509Certificate2 peer, X509ChainStatus[] all)
    {
        var status = all.Aggregate(X509ChainStatusFlags.NoError, (sum, s) => sum | s.Status);
        return $"its certificate '{peer.Subject}' " + (
            status.HasFlag(X509ChainStatusFlags.NotTimeValid) ? $"is good from {Moment(peer.NotBefore)} to {Moment(peer.NotAfter)} only"
            : (status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) != 0
                ? "does not go back to the authority of this federation"
            : $"cannot be verified: {status}");
    }

    private static string Moment(DateTime at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
