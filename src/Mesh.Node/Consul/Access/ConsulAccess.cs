using Mesh.Node.Access;
using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Access;

/// <summary>
/// Lets a request of the Consul API through when its token allows it; 403 as Consul answers it otherwise. A node without
/// tokens takes any token, as Consul does without ACLs.
/// </summary>
internal sealed class ConsulAccess(RequestDelegate next, AccessPolicy policy)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (policy.IsOpen || !http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
            return next(http);
        if (policy.GrantOf(ConsulAccessMapping.SecretOf(http.Request)) is not { } grant)
            return RefuseAsync(http, "ACL not found");
        var action = ConsulAccessMapping.ActionOf(http.Request.Method, http.Request.Path.Value ?? "");
        var service = http.Request.RouteValues.GetValueOrDefault("service") as string;
        if (!grant.Allows(action, service))
            return RefuseAsync(http, $"Permission denied: {AccessMiddleware.Denied(grant, action, service)}");
        http.Features.Set(grant);
        return next(http);
    }

    private static Task RefuseAsync(HttpContext http, string text) =>
        ConsulReply.WriteAsync(http, new ConsulFault(StatusCodes.Status403Forbidden, text));
}
