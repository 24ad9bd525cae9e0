using System.Security.Cryptography;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Trust;

/// <summary>The keys of a gateway and what vouches for them. Disposing ends the keys.</summary>
internal sealed class GatewayIdentity : IDisposable
{
    private readonly ECDsa? _meshKey;

    /// <param name="gatewayKey">Seals datagrams.</param>
    /// <param name="meshKey">Signs records; null: this gateway publishes nothing.</param>
    /// <param name="authority">SubjectPublicKeyInfo of the federation's authority; empty: an open federation.</param>
    /// <param name="revocations">Null: no key is ever revoked.</param>
    public GatewayIdentity(
        ECDsa gatewayKey, Credential credential, ECDsa? meshKey, ReadOnlyMemory<byte> authority, Revocations? revocations = null)
    {
        ArgumentNullException.ThrowIfNull(gatewayKey);
        ArgumentNullException.ThrowIfNull(credential);
        if (!KeyPoint.Of(gatewayKey).AsSpan().SequenceEqual(credential.GatewayPoint.Span))
            throw new CryptographicException($"{IdentityFiles.GatewayKey} is not the key that {IdentityFiles.Credential} is for");
        if (meshKey is not null && !KeyPoint.Of(meshKey).AsSpan().SequenceEqual(credential.MeshPoint.Span))
            throw new CryptographicException($"{IdentityFiles.MeshKey} is not the key of the mesh that {IdentityFiles.Credential} names");
        (GatewayKey, Credential, _meshKey, Authority) = (gatewayKey, credential, meshKey, authority);
        Revocations = revocations ?? Revocations.None;
        Signer = meshKey is null ? null : new EcdsaRecordSigner(meshKey);
    }

    public ECDsa GatewayKey { get; }

    public Credential Credential { get; }

    /// <summary>Null: the key of the mesh is not here.</summary>
    public IRecordSigner? Signer { get; }

    public ReadOnlyMemory<byte> Authority { get; }

    public Revocations Revocations { get; }

    /// <summary>Keys that live as long as the process, of a mesh that nobody vouches for: an open federation on one machine.</summary>
    public static GatewayIdentity Ephemeral(string meshName, DateTimeOffset until)
    {
        var (gateway, mesh) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var credential = Credential.Issue(
            mesh, MeshCertificate.SelfNamed(meshName), KeyPoint.Of(gateway), until.ToUnixTimeSeconds());
        return new GatewayIdentity(gateway, credential, mesh, default);
    }

    /// <summary>Reads the files of <see cref="IdentityFiles"/> in a folder.</summary>
    /// <exception cref="CryptographicException">A file holds something else than it should, or they do not belong together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static GatewayIdentity Load(string folder, bool isClosed)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var credential = CredentialCodec.FromPem(File.ReadAllText(Path.Combine(folder, IdentityFiles.Credential)));
        var meshKey = Path.Combine(folder, IdentityFiles.MeshKey);
        var authority = isClosed ? IdentityFiles.ReadAuthority(Path.Combine(folder, IdentityFiles.AuthorityCertificate)) : [];
        var revocations = isClosed ? new Revocations(Path.Combine(folder, IdentityFiles.Revocations), authority) : Revocations.None;
        revocations.Refresh(out var trouble);
        // With a list that cannot be read it is not known who must not be believed.
        if (trouble is not null)
            throw new CryptographicException(trouble);
        return new GatewayIdentity(
            IdentityFiles.ReadKey(Path.Combine(folder, IdentityFiles.GatewayKey)),
            credential,
            File.Exists(meshKey) ? IdentityFiles.ReadKey(meshKey) : null,
            authority,
            revocations);
    }

    public void Dispose()
    {
        GatewayKey.Dispose();
        _meshKey?.Dispose();
    }
}
