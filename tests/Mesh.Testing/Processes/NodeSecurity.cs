using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.Testing.Processes;

/// <summary>
/// What makes nodes and their clients safe from one another: links and doors over TLS with certificates of an authority of the run's
/// own, entries taken with signatures alone, and a token for all that is written.
/// </summary>
internal sealed class NodeSecurity : IDisposable
{
    private const string Token = "Mesh__Access__Tokens__0__";

    // Reads are anybody's: the DNS door, which takes no token, is open only where they are.
    private const string Everybody = "Mesh__Access__Anonymous__0__Allow__0";

    private readonly TestAuthority _authority = new();
    private readonly string _secret = Guid.NewGuid().ToString("N");

    /// <summary>The settings of a node that has these addresses, one after the other.</summary>
    public Dictionary<string, string> Environment(params IPAddress[] addresses)
    {
        var tls = _authority.Node([.. addresses.Select(a => a.ToString())]);
        var settings = new Dictionary<string, string>
        {
            ["Mesh__Tls__CertificateFile"] = tls.CertificateFile,
            ["Mesh__Tls__KeyFile"] = tls.KeyFile,
            ["Mesh__Tls__AuthorityFile"] = tls.AuthorityFile,
            ["Mesh__Tls__Signatures"] = "Require",
            [Token + "Name"] = "tester",
            [Token + "Secret"] = _secret,
            [Everybody] = "read",
        };
        string[] all = ["read", "register", "operate"];
        for (var i = 0; i < all.Length; i++)
            settings[string.Create(CultureInfo.InvariantCulture, $"{Token}Rules__0__Allow__{i}")] = all[i];
        return settings;
    }

    /// <summary>The client shows the token, and takes the certificates of this authority alone.</summary>
    public void Arm(HttpClient http, SocketsHttpHandler handler)
    {
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(_authority.AuthorityFile));
        handler.SslOptions.CertificateChainPolicy = trusted;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _secret);
    }

    public void Dispose() => _authority.Dispose();
}
