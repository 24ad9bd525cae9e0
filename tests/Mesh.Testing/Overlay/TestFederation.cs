using System.Security.Cryptography;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;

namespace Mesh.Testing.Overlay;

/// <summary>An authority and what it certifies, made anew for each test or of a key that is there.</summary>
internal sealed class TestFederation(ECDsa authority)
{
    private readonly ECDsa _authority = authority;

    public TestFederation()
        : this(NewKey())
    {
    }

    public ReadOnlyMemory<byte> Authority => _authority.ExportSubjectPublicKeyInfo();

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A gateway of a new mesh of this name.</summary>
    public GatewayIdentity NewGateway(string mesh, DateTimeOffset until) => NewGateway(mesh, NewKey(), until);

    /// <summary>A gateway of the mesh that holds this key.</summary>
    public GatewayIdentity NewGateway(string mesh, ECDsa meshKey, DateTimeOffset until, DateTimeOffset? gatewayUntil = null, Revocations? revocations = null)
    {
        var gateway = NewKey();
        var certificate = MeshCertificate.Issue(_authority, KeyPoint.Of(meshKey), mesh, until.ToUnixTimeSeconds());
        var credential = Credential.Issue(
            meshKey, certificate, KeyPoint.Of(gateway), (gatewayUntil ?? until).ToUnixTimeSeconds());
        return new GatewayIdentity(gateway, credential, meshKey, Authority, revocations);
    }

    /// <summary>The authority's list of these keys.</summary>
    public RevocationList Revoke(ulong number, params IEnumerable<NodeId> ids) =>
        RevocationList.Issue(_authority, number, issued: 1_700_000_000, [.. ids]);

    public bool HasIssued(RevocationList list) => list.IsGood(_authority);
}
