using System.Collections.Frozen;
using System.Collections.Immutable;
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

    private readonly FrozenDictionary<string, AccessGrant> _byHash;
    private readonly AccessGrant _anonymous;

    private AccessPolicy(FrozenDictionary<string, AccessGrant> byHash, AccessGrant anonymous)
    {
        _byHash = byHash;
        _anonymous = anonymous;
    }

    /// <summary>Are there no tokens, so that everybody may do everything?</summary>
    public bool IsOpen => _byHash.Count == 0;

    /// <summary>From checked options; without tokens the policy is open.</summary>
    public static AccessPolicy From(AccessOptions options) => options.Tokens.Count == 0
        ? Open
        : new(
            options.Tokens.ToFrozenDictionary(t => HashOf(t), t => new AccessGrant(t.Name, RulesOf(t.Rules))),
            new AccessGrant("anonymous", RulesOf(options.Anonymous)));

    /// <summary>What the holder of a secret may do; null: no token has this secret. Without a secret: what anybody may.</summary>
    public AccessGrant? GrantOf(string? secret) =>
        IsOpen || string.IsNullOrEmpty(secret) ? _anonymous : _byHash.GetValueOrDefault(Hash(secret));

    /// <summary>Who sends this secret; null: who sends none.</summary>
    public AccessCaller CallerOf(string? secret) => new(GrantOf(secret), !string.IsNullOrEmpty(secret));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string HashOf(AccessTokenOptions token) =>
        token.Sha256.Length > 0 ? token.Sha256.ToLowerInvariant() : Hash(token.Secret);

    private static ImmutableArray<AccessRule> RulesOf(IEnumerable<AccessRuleOptions> rules) =>
        [.. rules.SelectMany(r => r.Allow.Select(a => new AccessRule(r.Prefix, a)))];
}
