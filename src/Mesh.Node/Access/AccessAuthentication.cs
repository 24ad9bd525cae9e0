using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Mesh.Node.Access;

/// <summary>Who asks, by the tokens of the node: the one scheme of authentication at its doors.</summary>
internal sealed class AccessAuthentication(CurrentPolicy policy, SessionTokens sessions) : IAuthenticationHandler
{
    public const string Scheme = "Mesh";

    private HttpContext? _http;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _http = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        var http = _http!;
        var form = http.Form();
        var secret = form.SecretOf(http.Request);
        var caller = policy.Value.CallerOf(secret) with { From = http.Connection.RemoteIpAddress };
        if (caller.Grant is null && form.TakesSessions)
            caller = caller with { Grant = sessions.GrantOf(secret!) };
        http.Features.Set(caller);
        return Task.FromResult(
            caller.Grant is not { } grant ? AuthenticateResult.Fail("the token is not known here")
            : caller.HasToken ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(grant), Scheme))
            : AuthenticateResult.NoResult());
    }

    /// <summary>What is refused is answered in the form of its door, see <see cref="AccessResult"/>.</summary>
    public Task ChallengeAsync(AuthenticationProperties? properties) => Task.CompletedTask;

    public Task ForbidAsync(AuthenticationProperties? properties) => Task.CompletedTask;

    private static ClaimsPrincipal PrincipalOf(AccessGrant grant) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, grant.Name)], Scheme));
}
