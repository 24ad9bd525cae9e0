using System.Net.Security;
using Mesh.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Mesh.Node.Listening;

/// <summary>TLS of the doors: the certificate of the node, as its files are when a connection begins.</summary>
internal static class DoorTls
{
    /// <param name="isHttp1Too">HTTP/1 is shaken hands with at a listener of HTTP/2.</param>
    public static HttpsConnectionAdapterOptions With(MeshCertificates certificates, bool isHttp1Too = false) => new()
    {
        ServerCertificateSelector = (_, _) => certificates.Current.Own,
        OnAuthenticate = (_, options) =>
        {
            if (isHttp1Too)
                (options.ApplicationProtocols ??= []).Add(SslApplicationProtocol.Http11);
        },
    };
}
