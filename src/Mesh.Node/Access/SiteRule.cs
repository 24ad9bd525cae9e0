using System.Collections.Frozen;
using System.Net;
using Mesh.Catalog;

namespace Mesh.Node.Access;

/// <summary>
/// What keeps pages in a browser from using a node that the browser reaches and they do not: a name that is not the node's may
/// have been bound to its address for the purpose, and a page of another site may send requests, though it does not see the
/// answers. Immutable, pure.
/// </summary>
internal sealed class SiteRule
{
    private const string Any = "*";
    private const string Loopback = "localhost";

    private readonly FrozenSet<string> _names;
    private readonly string[] _suffixes;
    private readonly FrozenSet<string> _origins;
    private readonly bool _takesAnyHost;

    /// <param name="hosts">Names by which the node may be asked beside those of loopback; "*.example" stands for all below, "*" for any.</param>
    /// <param name="origins">Sites whose pages may ask, as "https://host:port".</param>
    public SiteRule(IEnumerable<string> hosts, IEnumerable<string> origins)
    {
        var all = hosts.Select(h => h.Trim('[', ']').TrimEnd('.')).Where(h => h.Length > 0).ToArray();
        _takesAnyHost = all.Contains(Any);
        _suffixes = [.. all.Where(h => h.StartsWith("*.", StringComparison.Ordinal)).Select(h => h[1..]), "." + Loopback];
        _names = all.Append(Loopback).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _origins = origins.Select(o => o.TrimEnd('/')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// May the node be asked by this name? An address may always: what a page can have bound anew is a name. So may what names
    /// none, as HTTP/1.0 allows, for a browser always does.
    /// </summary>
    public bool AllowsHost(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        return name.Length == 0 || _takesAnyHost || _names.Contains(name) || IPAddress.TryParse(name, out _)
            || Array.Exists(_suffixes, s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Why a request that is no public read may not go on; null: it may, as far as its site is concerned.</summary>
    public AccessDecision? Refusal(SiteRequest request, bool writesByGet)
    {
        if (IsForeign(request))
        {
            return Refused($"a page of another site ({ShortText.Of(request.Origin ?? request.FetchSite!)}) may not ask this; "
                + "Mesh:Access:Origins lists those that may");
        }

        var isSaid = request.Origin is not null || request.FetchSite is not null;
        if (writesByGet && HttpMethods.IsGet(request.Method) && (isSaid || request.IsBrowser))
            return Refused("a browser changes nothing by GET");
        return HttpMethods.IsPost(request.Method) && request.IsBrowser && !isSaid && !IsJson(request.ContentType)
            ? Refused("a browser that does not say which site it asks for sends application/json")
            : null;
    }

    private bool IsForeign(SiteRequest request)
    {
        if (request.Origin is { } origin && _origins.Contains(origin))
            return false;
        // The browser's own word, which knows of proxies between, before what can be compared.
        return request.FetchSite is { } site
            ? site is not ("same-origin" or "none")
            : request.Origin is { } other && !IsOwn(other, request.Host);
    }

    /// <summary>The scheme may be another where a proxy before the node speaks TLS.</summary>
    private static bool IsOwn(string origin, string host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var site) && string.Equals(site.Authority, host, StringComparison.OrdinalIgnoreCase);

    /// <summary>A page may send other types to another site without asking first (Fetch: CORS-safelisted).</summary>
    private static bool IsJson(string? contentType) =>
        contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is true;

    private static AccessDecision Refused(string reason) => new(AccessVerdict.ForeignSite, reason);
}
