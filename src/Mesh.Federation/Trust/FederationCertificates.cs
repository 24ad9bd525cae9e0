using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.Federation.Trust;

/// <summary>
/// X.509 certificates (RFC 5280) over the same keys as the credentials, for mutual TLS between gateways: authority, mesh,
/// gateway. A mesh may vouch for gateways and for nothing else.
/// </summary>
internal static class FederationCertificates
{
    private const int SerialBytes = 16;

    // Clocks of two machines differ.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static X509Certificate2 OfAuthority(ECDsa key, string name, DateTimeOffset now, DateTimeOffset until)
    {
        var request = Request(key, name, new X509BasicConstraintsExtension(true, true, 1, true), X509KeyUsageFlags.KeyCertSign);
        return request.CreateSelfSigned(now - Skew, until);
    }

    public static X509Certificate2 OfMesh(
        X509Certificate2 authority, ECDsa authorityKey, ECDsa key, string name, DateTimeOffset now, DateTimeOffset until)
    {
        var request = Request(key, name, new X509BasicConstraintsExtension(true, true, 0, true), X509KeyUsageFlags.KeyCertSign);
        return Issue(request, authority, authorityKey, now, until);
    }

    /// <param name="hosts">Names and addresses that the gateway is called by.</param>
    public static X509Certificate2 OfGateway(
        X509Certificate2 mesh, ECDsa meshKey, ECDsa key, string name, IEnumerable<string> hosts, DateTimeOffset now, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var request = Request(key, name, new X509BasicConstraintsExtension(false, false, 0, true), X509KeyUsageFlags.DigitalSignature);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1", "server"), new Oid("1.3.6.1.5.5.7.3.2", "client")], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        return Issue(request, mesh, meshKey, now, until);
    }

    private static CertificateRequest Request(ECDsa key, string name, X509BasicConstraintsExtension constraints, X509KeyUsageFlags usage)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(constraints);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static X509Certificate2 Issue(
        CertificateRequest request, X509Certificate2 issuer, ECDsa issuerKey, DateTimeOffset now, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        // Positive and without leading zeros.
        serial[0] = (byte)(serial[0] & 0x7f | 0x40);
        // None may live longer than its issuer.
        var end = until < issuer.NotAfter ? until : new DateTimeOffset(issuer.NotAfter);
        return request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), now - Skew, end, serial);
    }
}
