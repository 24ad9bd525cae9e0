using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.Palette.Http;

/// <summary>How a caller shows who it is, and whom it believes: a bearer token, and the authority of the mesh.</summary>
/// <param name="Token">Null: none.</param>
/// <param name="Authority">Certificates that a node's must come from; null: those that the system trusts.</param>
internal sealed record ApiAccess(string? Token, X509Certificate2Collection? Authority)
{
    public void ApplyTo(HttpClient client)
    {
        if (Token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public void ApplyTo(SocketsHttpHandler handler)
    {
        if (Authority is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsOfAuthority(certificate, errors);
    }

    private bool IsOfAuthority(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authority!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }
}
