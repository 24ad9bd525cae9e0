using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Hosting;

namespace Mesh.Testing;

/// <summary>A certificate authority for one test, with its files in a folder of its own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("mesh-tls").FullName;
    private readonly X509Certificate2 _root;
    private int _serial;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=authority {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _root = request.CreateSelfSigned(From, To);
        File.WriteAllText(AuthorityFile, _root.ExportCertificatePem());
    }

    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    public string RevocationFile => Path.Combine(_folder, "revoked.pem");

    /// <summary>Options of a node with a certificate for these names, addresses and URIs.</summary>
    public MeshTlsOptions Node(params string[] names) => Node(To, [], names);

    /// <param name="purposes">Object identifiers of the extended key usage; none: no such extension.</param>
    public MeshTlsOptions Node(DateTimeOffset until, string[] purposes, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else if (name.Contains("://", StringComparison.Ordinal))
                alternatives.AddUri(new Uri(name));
            else
                alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        if (purposes.Length > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(p => new Oid(p))], false));
        using var certificate = request.Create(_root, From, until, BitConverter.GetBytes(++_serial)).CopyWithPrivateKey(key);
        var file = Path.Combine(_folder, $"node{_serial}");
        File.WriteAllText(file + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(file + ".key", key.ExportPkcs8PrivateKeyPem());
        return new MeshTlsOptions { CertificateFile = file + ".pem", KeyFile = file + ".key", AuthorityFile = AuthorityFile };
    }

    /// <summary>The node's files get the certificate and the key of another one, as when a certificate is renewed.</summary>
    public static void Renew(MeshTlsOptions node, MeshTlsOptions by)
    {
        File.Copy(by.KeyFile, node.KeyFile, overwrite: true);
        File.Copy(by.CertificateFile, node.CertificateFile, overwrite: true);
    }

    /// <summary>The list of the authority with the certificates of these nodes alone.</summary>
    public void Revoke(params MeshTlsOptions[] nodes) => Revoke(RevocationFile, To, nodes);

    public void Revoke(string file, DateTimeOffset nextUpdate, params MeshTlsOptions[] nodes)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var node in nodes)
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(node.CertificateFile));
            list.AddEntry(certificate, From);
        }

        var signed = list.Build(_root, ++_serial, nextUpdate, HashAlgorithmName.SHA256, null, From);
        File.WriteAllText(file, new string(PemEncoding.Write("X509 CRL", signed)));
    }

    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
