using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Mesh.Hosting;

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
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                MeshTls.Refusal(certificate as X509Certificate2, Authority, errors) is null;
    }
}
