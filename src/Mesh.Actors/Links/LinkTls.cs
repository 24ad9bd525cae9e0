using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Mesh.Hosting;

namespace Mesh.Links;

/// <summary>Mutual TLS 1.3 on one connection, with the authority pinned and the certificates as they are when hands are shaken.</summary>
internal sealed class LinkTls(MeshCertificates certificates)
{
    private const SslProtocols Protocols = SslProtocols.Tls13;

    private volatile Shown _shown = new(certificates.Current);

    /// <param name="host">What the other end is called by; its certificate must be for it.</param>
    /// <param name="anyName">
    /// Its certificate may be for another name, all else being as strict: of whoever is asked who it is. The one who asks then holds the
    /// certificate against the name that it hears.
    /// </param>
    /// <exception cref="LinkException">The handshake failed, for the reason given.</exception>
    public Task<SslStream> CallAsync(Stream inner, string host, bool anyName, CancellationToken cancellation) =>
        ShakeAsync(inner, PeerPurpose.Server, anyName, (secured, own, judge) => secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = Protocols,
                ClientCertificateContext = own,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = judge,
            },
            cancellation));

    /// <exception cref="LinkException">The handshake failed, for the reason given.</exception>
    public Task<SslStream> AnswerAsync(Stream inner, CancellationToken cancellation) =>
        ShakeAsync(inner, PeerPurpose.Client, anyName: false, (secured, own, judge) => secured.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = own,
                ClientCertificateRequired = true,
                EnabledSslProtocols = Protocols,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = judge,
            },
            cancellation));

    /// <summary>Why the other end of a connection that goes on would not be let in now; null: it would.</summary>
    public string? Refusal(X509Certificate2? shown)
    {
        // Which end called is of no matter: a node is both.
        var now = certificates.Current;
        return now.Refusal(shown, SslPolicyErrors.None, PeerPurpose.Client) is null
            ? null
            : now.Refusal(shown, SslPolicyErrors.None, PeerPurpose.Server);
    }

    private Shown Now()
    {
        var now = certificates.Current;
        if (_shown is { } shown && ReferenceEquals(shown.Set, now))
            return shown;
        return _shown = new Shown(now);
    }

    private async Task<SslStream> ShakeAsync(
        Stream inner, PeerPurpose peer, bool anyName, Func<SslStream, SslStreamCertificateContext, RemoteCertificateValidationCallback, Task> shake)
    {
        var shown = Now();
        var secured = new SslStream(inner, leaveInnerStreamOpen: false);
        string? refusal = null;
        try
        {
            await shake(secured, shown.Context, (_, peers, _, errors) =>
            {
                if (anyName)
                    errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
                refusal = shown.Set.Refusal(peers as X509Certificate2, errors, peer);
                return refusal is null;
            });
            return secured;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException or InvalidOperationException)
        {
            await secured.DisposeAsync();
            throw new LinkException(refusal ?? $"the TLS handshake failed: {fault.GetBaseException().Message}", fault);
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private sealed class Shown(CertificateSet set)
    {
        public CertificateSet Set { get; } = set;

        public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(set.Own, null, offline: true);
    }
}
