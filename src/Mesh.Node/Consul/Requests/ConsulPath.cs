using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Reading;

namespace Mesh.Node.Consul.Requests;

/// <summary>Names from the path of a request.</summary>
internal static class ConsulPath
{
    /// <summary>The rest of the path as the client meant it: routing leaves an escaped slash escaped, and nothing else.</summary>
    public static string Value(HttpContext http, string name) => http.Request.RouteValues[name] is string value
        ? value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
        : "";

    /// <summary>Asks about a name that must be there; without it Consul says which is missing.</summary>
    /// <param name="what">Such as "service name".</param>
    public static SourceOrFault Named(string name, string what, Func<string, SourceOrFault> ask) =>
        name.Length == 0 ? new(null, ConsulFault.Invalid($"Missing {what}")) : ask(name);
}
