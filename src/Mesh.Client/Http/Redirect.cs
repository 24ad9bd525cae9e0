using System.Net;

namespace Mesh.Client.Http;

/// <summary>The request that a redirect asks for, by the rules of <see cref="SocketsHttpHandler"/>. Pure.</summary>
internal static class Redirect
{
    /// <param name="request">As its caller made it: what a relative Location refers to.</param>
    /// <param name="spoke">The scheme that it went by.</param>
    /// <returns>Null: the response is the caller's.</returns>
    public static HttpRequestMessage? Next(HttpRequestMessage request, HttpResponseMessage response, string spoke)
    {
        if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location || request.RequestUri is not { } from)
            return null;
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        if (to.Fragment.Length == 0 && from.Fragment.Length > 0)
            to = new UriBuilder(to) { Fragment = from.Fragment }.Uri;
        // Never from TLS to plain.
        return IsSecure(spoke) && location.IsAbsoluteUri && !IsSecure(to.Scheme) ? null : To(to, request, response.StatusCode);
    }

    /// <summary>What a handler below has made of the request when it followed a redirect itself.</summary>
    public static HttpRequestMessage Taken(HttpRequestMessage request) => Copy(request, request.RequestUri!, request.Method, request.Content);

    private static HttpRequestMessage To(Uri to, HttpRequestMessage request, HttpStatusCode status)
    {
        var becomesGet = BecomesGet(status, request.Method);
        var next = Copy(request, to, becomesGet ? HttpMethod.Get : request.Method, becomesGet ? null : request.Content);
        // What was meant for the one is not for the other.
        next.Headers.Authorization = null;
        if (!to.Authority.Equals(request.RequestUri!.Authority, StringComparison.OrdinalIgnoreCase))
            next.Headers.Host = null;
        if (becomesGet && next.Headers.TransferEncodingChunked is true)
            next.Headers.TransferEncodingChunked = false;
        return next;
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, Uri uri, HttpMethod method, HttpContent? content)
    {
        var copy = new HttpRequestMessage(method, uri)
        {
            Content = content,
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
            copy.Headers.TryAddWithoutValidation(name, values);
        foreach (var (key, value) in request.Options.Where(o => o.Key != SendTrace.OptionName))
            copy.Options.Set(new HttpRequestOptionsKey<object?>(key), value);
        return copy;
    }

    private static bool IsRedirect(HttpStatusCode status) => status is
        HttpStatusCode.MultipleChoices or HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool BecomesGet(HttpStatusCode status, HttpMethod method) => status switch
    {
        HttpStatusCode.SeeOther => method != HttpMethod.Get && method != HttpMethod.Head,
        HttpStatusCode.MultipleChoices or HttpStatusCode.Moved or HttpStatusCode.Found => method == HttpMethod.Post,
        _ => false,
    };

    private static bool IsSecure(string scheme) => scheme is "https" or "wss";
}
