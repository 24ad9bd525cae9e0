using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Dashboard;

/// <summary>Pages show their token by a cookie. A token in a header counts as well, as at the other doors.</summary>
internal sealed class DashboardForm(DashboardCookie cookie) : IDoorForm
{
    public bool TakesSessions => true;

    public string? SecretOf(HttpRequest request) => cookie.SessionOf(request) ?? NativeForm.BearerOf(request);

    public Task RefuseAsync(HttpContext http, AccessDecision decision) => NativeForm.Instance.RefuseAsync(http, decision);

    public Task NotServingAsync(HttpContext http, string reason) => ApiAnswer.WriteAsync(http, ApiProblems.NotNow(reason));
}
