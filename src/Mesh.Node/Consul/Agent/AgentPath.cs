using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// The id at the end of a path as the client meant it. Ids hold colons and even slashes, escaped or not, and routing
/// leaves an escaped slash escaped; the raw target tells.
/// </summary>
internal static class AgentPath
{
    public static string Tail(HttpContext http, string prefix)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        if (path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return Uri.UnescapeDataString(path[prefix.Length..]);
        var routed = http.Request.Path.Value ?? "";
        return routed.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? routed[prefix.Length..] : "";
    }
}
