using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Mesh.Options;

namespace Mesh.Links;

/// <summary>Mutual TLS 1.3 on one connection, with the authority pinned.</summary>
internal sealed class LinkTls(MeshTransportSetup setup)
{
    private const SslProtocols Protocols = SslProtocols.Tls13;

    private readonly SslStreamCertificateContext _own = SslStreamCertificateContext.Create(setup.Certificate, null, offline: true);

    /// <param name="host">What the other end is called by; its certificate must be for it.</param>
    /// <exception cref="LinkException">The handshake failed, for the reason given.</exception>
    public async Task<SslStream> CallAsync(Stream inner, string host, CancellationToken cancellation)
    {
        var secured = new SslStream(inner, leaveInnerStreamOpen: false);
        string? refusal = null;
        await ShakeAsync(secured, () => refusal, () => secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = Protocols,
                ClientCertificateContext = _own,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, shown, _, errors) => Judge(shown, errors, out refusal),
            },
            cancellation));
        return secured;
    }

    /// <exception cref="LinkException">The handshake failed, for the reason given.</exception>
    public async Task<SslStream> AnswerAsync(Stream inner, CancellationToken cancellation)
    {
        var secured = new SslStream(inner, leaveInnerStreamOpen: false);
        string? refusal = null;
        await ShakeAsync(secured, () => refusal, () => secured.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = _own,
                ClientCertificateRequired = true,
                EnabledSslProtocols = Protocols,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, shown, _, errors) => Judge(shown, errors, out refusal),
            },
            cancellation));
        return secured;
    }

    private static async Task ShakeAsync(SslStream secured, Func<string?> refusal, Func<Task> shake)
    {
        try
        {
            await shake();
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException or InvalidOperationException)
        {
            await secured.DisposeAsync();
            throw new LinkException(refusal() ?? $"the TLS handshake failed: {fault.GetBaseException().Message}", fault);
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private bool Judge(X509Certificate? shown, SslPolicyErrors errors, out string? refusal)
    {
        refusal = MeshTls.Refusal(shown as X509Certificate2, setup.Authority, errors);
        return refusal is null;
    }
}
