using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Node.Http;

/// <summary>
/// The id of an instance as the caller wrote it. Routing leaves an escaped slash escaped, so that it cannot be told
/// from one that was escaped twice; the raw target tells.
/// </summary>
internal static class RouteText
{
    private const int IdSegment = 4;

    public static string Id(HttpContext http, string routed)
    {
        if (!routed.Contains("%2", StringComparison.Ordinal))
            return routed;
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!target.StartsWith('/'))
            return routed;
        var path = target.AsSpan(1, (target.IndexOf('?') is var query and >= 0 ? query : target.Length) - 1);
        var segments = path.ToString().Split('/');
        return segments.Length > IdSegment ? Uri.UnescapeDataString(segments[IdSegment]) : routed;
    }
}
