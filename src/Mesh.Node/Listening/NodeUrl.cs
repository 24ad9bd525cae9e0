namespace Mesh.Node.Listening;

/// <summary>The URL of a node as people write it; "127.0.0.1:8500" will do.</summary>
internal static class NodeUrl
{
    public static bool TryParse(string text, out Uri url)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!full.EndsWith('/'))
            full += "/";
        var isGood = Uri.TryCreate(full, UriKind.Absolute, out var parsed)
            && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps)
            && parsed.Query.Length == 0 && parsed.Host.Length > 0;
        url = parsed ?? new Uri("http://127.0.0.1/");
        return isGood;
    }
}
