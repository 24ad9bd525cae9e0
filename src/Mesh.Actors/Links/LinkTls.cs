using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Mesh.Hosting;

namespace Mesh.Links;

/// <summary>Mutual TLS 1.3 on one connection, with the authority pinned.</summary>
internal sealed class LinkTls(MeshTransportSetup setup)
{
    private const SslProtocols Protocols = SslProtocols.Tls13;

    private readonly SslStreamCertificateContext _own = SslStreamCertificateContext.Create(setup.Certificate, null, offline: true);

    /// <param name="host">What the other end is called by; its certificate must be for it.</param>
    /// <exception cref="LinkException">The handshake failed, for the reason given.</exception>
    public Task<SslStream> CallAsync(Stream inner, string host, CancellationToken cancellation) =>
        ShakeAsync(inner, (secured, judge) => secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = Protocols,
                ClientCertificateContext = _own,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = judge,
            },
            cancellation));

    /// <exception cref="LinkException">The handshake failed, for the reason given.</exception>
    public Task<SslStream> AnswerAsync(Stream inner, CancellationToken cancellation) =>
        ShakeAsync(inner, (secured, judge) => secured.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = _own,
                ClientCertificateRequired = true,
                EnabledSslProtocols = Protocols,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = judge,
            },
            cancellation));

    private async Task<SslStream> ShakeAsync(Stream inner, Func<SslStream, RemoteCertificateValidationCallback, Task> shake)
    {
        var secured = new SslStream(inner, leaveInnerStreamOpen: false);
        string? refusal = null;
        try
        {
            await shake(secured, (_, shown, _, errors) =>
            {
                refusal = MeshTls.Refusal(shown as X509Certificate2, setup.Authority, errors);
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
}
