using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Mesh.Node.Access;

/// <summary>
/// The tokens of a node and what each allows. Secrets are kept and compared as SHA-256, so that neither memory nor the
/// time of a comparison tells them. Immutable.
/// </summary>
internal sealed class AccessPolicy
{
    public static readonly AccessPolicy Open = new(FrozenDictionary<string, AccessGrant>.Empty, AccessGrant.Everything);

    private const int IdLength = 16;

    private readonly FrozenDictionary<string, AccessGrant> _byHash;
    private readonly FrozenDictionary<string, string> _hashById;
    private readonly AccessGrant _anonymous;
    private readonly FrozenSet<AccessGrant> _grants;

    private AccessPolicy(FrozenDictionary<string, AccessGrant> byHash, AccessGrant anonymous)
    {
        _byHash = byHash;
        _hashById = byHash.Keys.ToLookup(IdOf).Where(g => g.Count() == 1).ToFrozenDictionary(g => g.Key, g => g.Single());
        _anonymous = anonymous;
        _grants = byHash.Values.Append(anonymous).ToFrozenSet<AccessGrant>(ReferenceEqualityComparer.Instance);
    }

    /// <summary>Are there no tokens, so that everybody may do everything?</summary>
    public bool IsOpen => _byHash.Count == 0;

    /// <summary>From checked options; without tokens the policy is open.</summary>
    /// <param name="former">Grants that are as they were in it are the same objects.</param>
    public static AccessPolicy From(AccessOptions options, AccessPolicy? former = null) => options.Tokens.Count == 0
        ? Open
        : new(
            options.Tokens.ToFrozenDictionary(
                HashOf, t => Same(former?._byHash.GetValueOrDefault(HashOf(t)), GrantOf(t))),
            Same(former?._anonymous, new AccessGrant("anonymous", RulesOf(options.Anonymous))));

    /// <summary>Does a caller with this grant still have it?</summary>
    public bool Has(AccessGrant grant) => _grants.Contains(grant);

    /// <summary>What tells one token from the others, and is no secret; null: no token has this secret.</summary>
    public string? IdOfSecret(string secret) => Hash(secret) is var hash && _byHash.ContainsKey(hash) ? IdOf(hash) : null;

    /// <summary>The token of an id; null: there is none.</summary>
    public (string Hash, AccessGrant Grant)? Find(string id) =>
        _hashById.TryGetValue(id, out var hash) ? (hash, _byHash[hash]) : null;

    /// <summary>What the holder of a secret may do; null: no token has this secret. Without a secret: what anybody may.</summary>
    public AccessGrant? GrantOf(string? secret) =>
        IsOpen || string.IsNullOrEmpty(secret) ? _anonymous : _byHash.GetValueOrDefault(Hash(secret));

    /// <summary>Who sends this secret; null: who sends none.</summary>
    /// <param name="from">Null: not over the network.</param>
    public AccessCaller CallerOf(string? secret, IPAddress? from = null) =>
        new(GrantOf(secret), !string.IsNullOrEmpty(secret)) { From = from };

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static AccessGrant GrantOf(AccessTokenOptions token) => new(token.Name, RulesOf(token.Rules))
    {
        MostOpen = token.MaxRequests > 0 ? token.MaxRequests : int.MaxValue,
        Bound = new(
            token.MaxRecords > 0 ? token.MaxRecords : RecordBound.None.Records, token.MaxBytes > 0 ? token.MaxBytes : RecordBound.None.Bytes),
    };

    private static string IdOf(string hash) => hash[..IdLength];

    private static AccessGrant Same(AccessGrant? former, AccessGrant now) =>
        former is not null && former with { Rules = now.Rules } == now && former.Rules.SequenceEqual(now.Rules) ? former : now;

    private static string HashOf(AccessTokenOptions token) =>
        token.Sha256.Length > 0 ? token.Sha256.ToLowerInvariant() : Hash(token.Secret);

    private static ImmutableArray<AccessRule> RulesOf(IEnumerable<AccessRuleOptions> rules) =>
        [.. rules.SelectMany(r => r.Allow.Select(a => new AccessRule(r.Prefix, a)))];
}
