using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>TLS as the terms of a check ask for it.</summary>
internal static class ProbeTls
{
    [SuppressMessage("Security", "CA5359", Justification = "Whoever registers a check may say that any certificate will do.")]
    public static SslClientAuthenticationOptions Options(HealthTerms terms, string host)
    {
        var options = new SslClientAuthenticationOptions();
        // Without one HttpClient takes the host of the URL.
        if (terms.ServerName.Length > 0 || host.Length > 0)
            options.TargetHost = terms.ServerName.Length > 0 ? terms.ServerName : host;
        if (terms.SkipVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        return options;
    }

    public static async Task<Stream> OpenAsync(
        Stream plain,
        HealthTerms terms,
        string host,
        List<SslApplicationProtocol> protocols,
        CancellationToken cancellation)
    {
        var options = Options(terms, host);
        options.ApplicationProtocols = protocols;
        var tls = new SslStream(plain);
        await tls.AuthenticateAsClientAsync(options, cancellation);
        return tls;
    }
}
