using Mesh.Dashboard.Access;
using Mesh.Node.Access;

namespace Mesh.Node.Dashboard;

/// <summary>The login page of the dashboard takes the tokens of the node that allow to read something.</summary>
internal sealed class TokenLogin(CurrentPolicy policy, SessionTokens sessions, DashboardCookie cookie, AccessAudit audit) : IDashboardLogin
{
    private const string Method = "dashboard login";
    private static readonly AccessDemand Needed = new(AccessAction.Read, AccessTarget.Some);

    public bool IsOn => !policy.Value.IsOpen;

    public bool HasEntry(HttpContext http) => AccessDecision.Of(http.Caller(), Needed).IsAllowed;

    public bool TryLogIn(HttpContext http, string token)
    {
        var caller = policy.Value.CallerOf(token, http.Connection.RemoteIpAddress);
        var decision = caller.HasToken ? AccessDecision.Of(caller, Needed) : new(AccessVerdict.NoToken, "no token was given");
        audit.Note(caller, Method, Needed, decision);
        if (!decision.IsAllowed || sessions.Issue(token) is not { } session)
            return false;
        cookie.Set(http, session);
        return true;
    }

    public void LogOut(HttpContext http) => cookie.Clear(http);
}
