namespace Mesh.Node.Consul.Requests;

/// <summary>Names from the path of a request.</summary>
internal static class ConsulPath
{
    /// <summary>The rest of the path as the client meant it: routing leaves an escaped slash escaped, and nothing else.</summary>
    public static string Value(HttpContext http, string name) => http.Request.RouteValues[name] is string value
        ? value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
        : "";
}
