namespace Mesh.Node.Consul.Requests;

/// <summary>Values from the path of a request.</summary>
internal static class ConsulPath
{
    public static string Value(HttpContext http, string name) => http.Request.RouteValues[name] as string ?? "";
}
