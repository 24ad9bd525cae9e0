using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Trust;

/// <summary>The files that keys and certificates of a federation are kept in; "mesh certs" writes them.</summary>
internal static class IdentityFiles
{
    /// <summary>PKCS #8 in PEM. Whoever has it decides who is in the federation: it belongs on no gateway.</summary>
    public const string AuthorityKey = "authority.key";

    public const string AuthorityCertificate = "authority.crt";

    /// <summary>Signs the mesh's records, and vouches for its gateways.</summary>
    public const string MeshKey = "mesh.key";

    public const string MeshCertificate = "mesh.crt";

    /// <summary>The authority's word for the mesh, see <see cref="Kademlia.Records.MeshCertificate"/>, as a credential of the mesh's own key.</summary>
    public const string MeshCredential = "mesh.credential";

    public const string GatewayKey = "gateway.key";

    /// <summary>The gateway's certificate for TLS, then that of its mesh.</summary>
    public const string GatewayCertificate = "gateway.crt";

    public const string Credential = "gateway.credential";

    /// <summary>The list of keys that the authority has revoked; need not be there.</summary>
    public const string Revocations = "revoked.list";

    /// <exception cref="CryptographicException">It holds no key on P-256; the message names the file.</exception>
    public static ECDsa ReadKey(string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            KeyPoint.Of(key);
            return key;
        }
        catch (Exception trouble) when (trouble is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new CryptographicException($"'{file}' holds no private key on P-256 in PEM", trouble);
        }
    }

    /// <summary>The public key of a certificate, SubjectPublicKeyInfo.</summary>
    /// <exception cref="CryptographicException">It holds no certificate with a key on P-256; the message names the file.</exception>
    public static byte[] ReadAuthority(string file)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            var key = certificate.PublicKey.ExportSubjectPublicKeyInfo();
            return KeyPoint.TryFromInfo(key) is null ? throw new CryptographicException("not P-256") : key;
        }
        catch (Exception trouble) when (trouble is CryptographicException or ArgumentException)
        {
            throw new CryptographicException($"'{file}' holds no certificate with a key on P-256 in PEM", trouble);
        }
    }
}
