using System.Net;
using System.Text;

namespace Mesh.Node.Consul.Requests;

/// <summary>
/// Forms of a request that mean another one: HEAD is GET without the body, and a path with doubled slashes, which clients make
/// of a base address that ends with one, is sent to the path that it means, as Go's server does. The keys of kv may hold such
/// slashes.
/// </summary>
internal static class RequestForms
{
    private static readonly object IsHeadKey = new();

    private static readonly PathString Root = "/v1";
    private static readonly PathString Keys = "/v1/kv";

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal) && Clean(path) is { } clean)
            return RedirectAsync(http, clean);
        if (HttpMethods.IsHead(request.Method) && request.Path.StartsWithSegments(Root))
        {
            http.Items[IsHeadKey] = true;
            request.Method = HttpMethods.Get;
        }

        return next(http);
    }

    /// <summary>Was it HEAD that the client sent?</summary>
    public static bool IsHead(HttpContext http) => http.Items.ContainsKey(IsHeadKey);

    /// <summary>Null: the path is to stay as it is.</summary>
    public static string? Clean(string path)
    {
        var clean = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (c != '/' || clean.Length == 0 || clean[^1] != '/')
                clean.Append(c);
        }

        PathString meant = clean.ToString();
        return meant.StartsWithSegments(Root) && !meant.StartsWithSegments(Keys) ? meant.Value : null;
    }

    private static Task RedirectAsync(HttpContext http, string clean)
    {
        var target = new PathString(clean).ToUriComponent() + http.Request.QueryString.ToUriComponent();
        http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        http.Response.Headers.Location = target;
        if (!HttpMethods.IsGet(http.Request.Method))
            return Task.CompletedTask;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"<a href=\"{WebUtility.HtmlEncode(target)}\">Moved Permanently</a>.\n\n", http.RequestAborted);
    }
}
