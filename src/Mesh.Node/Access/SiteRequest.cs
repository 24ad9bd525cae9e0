using Microsoft.Net.Http.Headers;

namespace Mesh.Node.Access;

/// <summary>What a request says of where it was sent from. A page cannot set any of it; other programs may leave it out.</summary>
/// <param name="Host">The authority that was asked, as the client names it: the header Host, or :authority.</param>
/// <param name="Origin">The site of the page that asks (RFC 6454); null: not said.</param>
/// <param name="FetchSite">How that site is related to this one (Sec-Fetch-Site); null: not said.</param>
/// <param name="IsBrowser">The client calls itself a browser.</param>
internal readonly record struct SiteRequest(
    string Method, string Host, string? Origin, string? FetchSite, string? ContentType, bool IsBrowser)
{
    private const string FetchSiteHeader = "Sec-Fetch-Site";

    public static SiteRequest Of(HttpRequest request) => new(
        request.Method,
        request.Host.Value ?? "",
        TextOf(request.Headers, HeaderNames.Origin),
        TextOf(request.Headers, FetchSiteHeader),
        request.ContentType,
        request.Headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.Ordinal));

    /// <summary>Does it say anything of a site? Then more than its path decides.</summary>
    public static bool NamesSite(IHeaderDictionary headers) =>
        headers.ContainsKey(HeaderNames.Origin) || headers.ContainsKey(FetchSiteHeader);

    private static string? TextOf(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
