using System.Security.Cryptography;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;

namespace Mesh.Federation.Trust;

/// <summary>
/// Whose word counts. Closed: meshes that the authority has certified. Open: whoever proves to hold the key that its id
/// is the hash of; then many ids cost an attacker nothing but keys, and diversity of addresses and disjoint paths have
/// to do the rest. Not safe for concurrent use.
/// </summary>
/// <param name="authority">Public key, SubjectPublicKeyInfo; empty: open.</param>
/// <param name="revocations">Keys that are not believed, whoever vouches for them; null: none.</param>
internal sealed class FederationTrust(ReadOnlyMemory<byte> authority, Revocations? revocations = null) : IDisposable
{
    private readonly ECDsa? _authority = Import(authority);
    private readonly EcdsaRecordVerifier _signatures = new();

    public bool IsClosed => _authority is not null;

    public string? Refusal(Credential credential, long unixSeconds)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return IsRevoked(credential.NodeId) ? "the gateway's key is revoked"
            : IsRevoked(credential.MeshId) ? "the mesh's key is revoked"
            : credential.Refusal(_authority, unixSeconds);
    }

    /// <summary>The authority has taken the key with this id back.</summary>
    public bool IsRevoked(in Kademlia.NodeId id) => revocations?.Contains(id) is true;

    /// <summary>The record is signed by its mesh; in a closed federation it carries the mesh's certificate.</summary>
    public bool IsGood(KadRecord record, long unixSeconds)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (_authority is null || IsCertified(record, _authority, unixSeconds)) && _signatures.IsGood(record);
    }

    public void Dispose() => _authority?.Dispose();

    private static bool IsCertified(KadRecord record, ECDsa authority, long unixSeconds) =>
        KeyPoint.TryFromInfo(record.PublicKey.Span) is { } point
        && LocatorCodec.TryRead(record.Payload, out _, out var certificate)
        && certificate.IsGood(authority, point, unixSeconds);

    private static ECDsa? Import(ReadOnlyMemory<byte> authority)
    {
        if (authority.IsEmpty)
            return null;
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(authority.Span, out _);
        return key;
    }
}
