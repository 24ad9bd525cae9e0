using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mesh.Dashboard.Hosting;

/// <summary>
/// Style sheet and scripts, out of the assembly: so they are found wherever it runs, without files beside it. Their addresses name
/// their content, so that browsers keep them for ever.
/// </summary>
internal static class DashboardAssets
{
    private const string Folder = "assets/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["mesh.css"] = "text/css; charset=utf-8",
        ["mesh.js"] = "text/javascript; charset=utf-8",
        ["blazor.web.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Lazy<FrozenDictionary<string, string>> Tags = new(
        () => Types.Keys.ToFrozenDictionary(n => n, TagOf, StringComparer.Ordinal));

    /// <summary>Relative to where the dashboard is mounted.</summary>
    public static string Link(string name) => $"{Folder}{name}?v={Tags.Value[name]}";

    public static async Task ServeAsync(HttpContext http, string name)
    {
        if (!Types.TryGetValue(name, out var type))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using var content = Open(name);
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        http.Response.Headers[HeaderNames.CacheControl] =
            http.Request.Query["v"] == Tags.Value[name] ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static string TagOf(string name)
    {
        using var content = Open(name);
        return Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    }

    private static Stream Open(string name) =>
        typeof(DashboardAssets).Assembly.GetManifestResourceStream(Folder + name)
        ?? throw new InvalidOperationException($"the assembly does not hold {name}");
}
