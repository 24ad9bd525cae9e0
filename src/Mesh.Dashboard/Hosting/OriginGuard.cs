using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mesh.Dashboard.Hosting;

/// <summary>
/// Lets only the dashboard's own pages open the connection of a page: browsers let any site open a web socket, and say in Origin which it was. The
/// scheme may differ where a proxy before the application speaks TLS.
/// </summary>
internal static class OriginGuard
{
    public static void Around(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http => IsOwn(http.Request) ? next(http) : RefuseAsync(http);
    }

    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin is not [{ } origin, ..]
        || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && string.Equals(site.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync("a page of another site may not ask this");
    }
}
