using Mesh.Node.Access;

namespace Mesh.Node.Consul.Access;

/// <summary>Where a token stands in a request, and what a request needs one for. Pure.</summary>
internal static class ConsulAccessMapping
{
    private const string Scheme = "Bearer ";

    /// <summary>Old clients send GET where PUT is meant, so the method alone does not tell.</summary>
    private static readonly string[] Writes =
    [
        "/v1/catalog/register", "/v1/catalog/deregister", "/v1/agent/service/register", "/v1/agent/service/deregister/",
        "/v1/agent/service/maintenance/", "/v1/agent/check/", "/v1/agent/maintenance",
    ];

    /// <summary>Consul's order: the query, its own header, then the standard one (RFC 6750). Null: none.</summary>
    public static string? SecretOf(HttpRequest request)
    {
        if (request.Query["token"].FirstOrDefault() is { Length: > 0 } inQuery)
            return inQuery;
        if (request.Headers["X-Consul-Token"].FirstOrDefault() is { Length: > 0 } inHeader)
            return inHeader;
        return request.Headers.Authorization.FirstOrDefault() is { } standard
            && standard.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? standard[Scheme.Length..].Trim()
                : null;
    }

    public static AccessAction ActionOf(string method, string path) =>
        path.Equals("/v1/snapshot", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("/v1/agent/force-leave/", StringComparison.OrdinalIgnoreCase) ? AccessAction.Operate
        : !HttpMethods.IsGet(method) || Array.Exists(Writes, w => path.StartsWith(w, StringComparison.OrdinalIgnoreCase))
            ? AccessAction.Register
        : AccessAction.Read;
}
