using Mesh.Catalog;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Access;

/// <summary>Refuses, before anything else looks at it, a request that asks for this node by a name which is not its own.</summary>
internal sealed class HostGuard(RequestDelegate next, SiteRule rule, AccessAudit audit)
{
    private const string Grpc = "application/grpc";
    private const string PermissionDenied = "7";

    public Task InvokeAsync(HttpContext http)
    {
        if (rule.AllowsHost(http.Request.Host.Host))
            return next(http);
        var reason = $"this node is not called '{ShortText.Of(http.Request.Host.Host)}'; Mesh:Access:Hosts lists further names";
        var caller = new AccessCaller(AccessGrant.Everything, false) { From = http.Connection.RemoteIpAddress };
        audit.Note(caller, http.Request, null, null, new(AccessVerdict.ForeignHost, reason));
        if (http.Request.ContentType?.StartsWith(Grpc, StringComparison.OrdinalIgnoreCase) is not true)
            return ApiAnswer.WriteAsync(http, ApiProblems.Denied(StatusCodes.Status421MisdirectedRequest, reason));
        http.Response.ContentType = Grpc;
        http.Response.Headers["grpc-status"] = PermissionDenied;
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(reason);
        return Task.CompletedTask;
    }
}
