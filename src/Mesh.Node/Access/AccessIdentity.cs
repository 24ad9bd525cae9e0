using System.Security.Claims;

namespace Mesh.Node.Access;

/// <summary>Who asks, for what only knows users: a connection that outlives the request which opened it.</summary>
internal sealed class AccessIdentity(AccessGrant grant) : ClaimsIdentity([new Claim(ClaimTypes.Name, grant.Name)], Scheme)
{
    public const string Scheme = "Mesh";

    public AccessGrant Grant { get; } = grant;
}
