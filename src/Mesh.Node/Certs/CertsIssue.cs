using System.Security.Cryptography;
using System.Text;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;

namespace Mesh.Node.Certs;

/// <summary>
/// Makes the keys of an authority, of a mesh, of a gateway, each vouched for by the one before. Answers what was made, in
/// lines for people.
/// </summary>
internal static class CertsIssue
{
    public static IReadOnlyList<string> Authority(CertsFolder into, string name, DateTimeOffset now, DateTimeOffset until)
    {
        into.MustNotHave(IdentityFiles.AuthorityKey, IdentityFiles.AuthorityCertificate);
        using var key = NewKey();
        using var certificate = FederationCertificates.OfAuthority(key, name, now, until);
        into.WriteKey(IdentityFiles.AuthorityKey, key);
        into.Write(IdentityFiles.AuthorityCertificate, certificate);
        return [$"authority '{name}' in {into.Path}, until {Day(until)}; keep {IdentityFiles.AuthorityKey} away from gateways"];
    }

    public static IReadOnlyList<string> Mesh(
        CertsFolder authority, CertsFolder into, string name, DateTimeOffset now, DateTimeOffset until)
    {
        if (Encoding.UTF8.GetByteCount(name) is 0 or > MeshCertificate.MaxNameBytes)
            throw new ArgumentException($"name: '{name}' must have 1 to {MeshCertificate.MaxNameBytes} bytes");
        using var authorityKey = authority.Key(IdentityFiles.AuthorityKey);
        using var authorityCertificate = authority.Certificate(IdentityFiles.AuthorityCertificate);
        // A mesh whose certificate ends gets a new one for the key it has: its id stays.
        var isNew = !into.Has(IdentityFiles.MeshKey);
        if (isNew)
            into.MustNotHave(IdentityFiles.MeshCertificate);
        using var key = isNew ? NewKey() : into.Key(IdentityFiles.MeshKey);
        using var certificate = FederationCertificates.OfMesh(authorityCertificate, authorityKey, key, name, now, until);
        var word = MeshCertificate.Issue(authorityKey, KeyPoint.Of(key), name, until.ToUnixTimeSeconds());
        var credential = Credential.Issue(key, word, KeyPoint.Of(key), until.ToUnixTimeSeconds());
        if (isNew)
            into.WriteKey(IdentityFiles.MeshKey, key);
        into.Write(IdentityFiles.MeshCertificate, certificate);
        into.Write(IdentityFiles.AuthorityCertificate, authorityCertificate);
        into.Write(IdentityFiles.MeshCredential, credential);
        return [$"mesh '{name}' {credential.MeshId} in {into.Path}, until {Day(until)}"];
    }

    public static IReadOnlyList<string> Gateway(
        CertsFolder mesh, CertsFolder into, IReadOnlyList<string> hosts, DateTimeOffset now, DateTimeOffset until)
    {
        into.MustNotHave(IdentityFiles.GatewayKey, IdentityFiles.Credential, IdentityFiles.MeshKey);
        using var meshKey = mesh.Key(IdentityFiles.MeshKey);
        using var meshCertificate = mesh.Certificate(IdentityFiles.MeshCertificate);
        using var authority = mesh.Certificate(IdentityFiles.AuthorityCertificate);
        var word = mesh.Credential(IdentityFiles.MeshCredential).Mesh;
        using var key = NewKey();
        var credential = Credential.Issue(meshKey, word, KeyPoint.Of(key), until.ToUnixTimeSeconds());
        using var certificate = FederationCertificates.OfGateway(meshCertificate, meshKey, key, word.Name, hosts, now, until);
        into.WriteKey(IdentityFiles.GatewayKey, key);
        into.WriteKey(IdentityFiles.MeshKey, meshKey);
        into.Write(IdentityFiles.GatewayCertificate, certificate, meshCertificate);
        into.Write(IdentityFiles.AuthorityCertificate, authority);
        into.Write(IdentityFiles.Credential, credential);
        return [$"gateway {credential.NodeId} of mesh '{word.Name}' in {into.Path}, until {Day(until)}"];
    }

    /// <summary>Adds a key to the authority's list; those on it stay.</summary>
    public static IReadOnlyList<string> Revoke(CertsFolder authority, string id, DateTimeOffset now)
    {
        if (!NodeId.TryParse(id, out var revoked))
            throw new ArgumentException($"id: '{id}' must have the 64 hexadecimal digits that 'mesh certs show' prints of a gateway or a mesh");
        using var key = authority.Key(IdentityFiles.AuthorityKey);
        var known = authority.Revocations(IdentityFiles.Revocations);
        if (known.Ids.Contains(revoked))
            return [$"{revoked} is on list {known.Number} already"];
        if (known.Ids.Count == RevocationList.MaxIds)
            throw new IOException($"the list is full: it has {RevocationList.MaxIds} keys");
        var list = RevocationList.Issue(key, known.Number + 1, now.ToUnixTimeSeconds(), known.Ids.Add(revoked));
        authority.Write(IdentityFiles.Revocations, list);
        return
        [
            $"{revoked} is revoked by list {list.Number}, with {list.Ids.Count} keys",
            $"copy {authority[IdentityFiles.Revocations]} to the folder of each gateway; those that run see it within seconds",
        ];
    }

    public static IReadOnlyList<string> Show(CertsFolder folder, DateTimeOffset now)
    {
        var lines = new List<string>();
        foreach (var name in new[] { IdentityFiles.MeshCredential, IdentityFiles.Credential }.Where(folder.Has))
            lines.AddRange(Describe(folder, name, now));
        if (folder.Has(IdentityFiles.AuthorityCertificate))
        {
            using var certificate = folder.Certificate(IdentityFiles.AuthorityCertificate);
            lines.Add($"authority {certificate.Subject}, until {Day(certificate.NotAfter.ToUniversalTime())}");
        }

        if (folder.Has(IdentityFiles.Revocations))
        {
            var list = folder.Revocations(IdentityFiles.Revocations);
            lines.Add($"list {list.Number} of revoked keys, of {Day(DateTimeOffset.FromUnixTimeSeconds(list.Issued))}");
            lines.AddRange(list.Ids.Select(i => $"revoked {i}"));
        }

        return lines.Count > 0 ? lines : throw new IOException($"'{folder.Path}' holds nothing that mesh certs makes");
    }

    private static IEnumerable<string> Describe(CertsFolder folder, string name, DateTimeOffset now)
    {
        var credential = folder.Credential(name);
        var authority = folder.Has(IdentityFiles.AuthorityCertificate)
            ? IdentityFiles.ReadAuthority(folder[IdentityFiles.AuthorityCertificate])
            : (ReadOnlyMemory<byte>)default;
        var revocations = new Revocations(folder[IdentityFiles.Revocations], authority);
        if (!authority.IsEmpty)
            revocations.Refresh(out _);
        using var trust = new FederationTrust(authority, revocations);
        if (name == IdentityFiles.Credential)
            yield return $"gateway {credential.NodeId}, until {Day(DateTimeOffset.FromUnixTimeSeconds(credential.GatewayUntil))}";
        yield return $"mesh '{credential.Mesh.Name}' {credential.MeshId}, until {Day(DateTimeOffset.FromUnixTimeSeconds(credential.Mesh.Until))}";
        yield return trust.Refusal(credential, now.ToUnixTimeSeconds()) is { } refusal ? $"not usable: {refusal}" : "usable";
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
