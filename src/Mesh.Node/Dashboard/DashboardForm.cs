using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Dashboard;

/// <summary>Pages show their token by a cookie. A token in a header counts as well, as at the other doors.</summary>
internal sealed class DashboardForm(DashboardCookie cookie, SessionTokens sessions) : IDoorForm
{
    public bool TakesSessions => true;

    /// <summary>A cookie that has ended is none: who has it can log in anew.</summary>
    public string? SecretOf(HttpRequest request) =>
        cookie.SessionOf(request) is { } session && sessions.GrantOf(session) is not null ? session : NativeForm.BearerOf(request);

    public Task RefuseAsync(HttpContext http, AccessDecision decision) => NativeForm.Instance.RefuseAsync(http, decision);

    public Task NotServingAsync(HttpContext http, string reason) => ApiAnswer.WriteAsync(http, ApiProblems.NotNow(reason));
}
