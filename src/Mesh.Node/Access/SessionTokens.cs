using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Access;

/// <summary>
/// Tokens for a time, given for a secret where a client logs in, so that the secret goes over the wire once. Each node of the mesh that
/// has the same token and the same key takes them; they end with the token. Nothing is stored. Thread-safe.
/// </summary>
internal sealed class SessionTokens(CurrentPolicy policy, IOptions<AccessOptions> options, TimeProvider time)
{
    private const string Mark = "mesh1";

    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.SessionKey);

    /// <summary>Null: no token has this secret.</summary>
    public string? Issue(string secret)
    {
        var now = policy.Value;
        if (now.IdOfSecret(secret) is not { } id || now.Find(id) is not { } token)
            return null;
        var until = (time.GetUtcNow() + options.Value.SessionLifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{Mark}.{id}.{until}.{Seal(token.Hash, id, until)}";
    }

    /// <summary>What the holder may do; null: it is no such token, has ended, or its token is gone.</summary>
    public AccessGrant? GrantOf(string session)
    {
        if (session.Split('.') is not [Mark, var id, var until, var seal] || policy.Value.Find(id) is not { } token)
            return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(seal), Encoding.ASCII.GetBytes(Seal(token.Hash, id, until))))
            return null;
        return long.TryParse(until, CultureInfo.InvariantCulture, out var end) && end > time.GetUtcNow().ToUnixTimeSeconds() ? token.Grant : null;
    }

    private string Seal(string hash, string id, string until)
    {
        var key = HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(hash));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Mark}.{id}.{until}")));
    }
}
