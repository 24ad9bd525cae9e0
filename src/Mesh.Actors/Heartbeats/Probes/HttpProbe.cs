using System.Globalization;
using System.Net;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Sends GET, or the method of the terms with their headers and body: 2xx is passing, 429 warning, the rest critical. Each check opens a connection of its own, because that
/// is what a new caller would have to do, and no more than the first 4 KiB of the body are read.
/// </summary>
internal sealed class HttpProbe(TimeProvider time, ProbeReach? reach = null)
{
    private readonly ProbeReach _reach = reach ?? ProbeReach.Default;

    internal const int MaxBody = 4 * 1024;
    internal const int MaxRedirects = 3;
    private const int ShownBody = 256;

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) =>
        ProbeAttempt.RunAsync(terms, time, cancellation => GetAsync(terms, cancellation), stop);

    private async Task<ProbeResult> GetAsync(HealthTerms terms, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = terms.Timeout,
            MaxAutomaticRedirections = MaxRedirects,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = (context, token) => _reach.OpenAsync(context.DnsEndPoint, token),
            AllowAutoRedirect = _reach.FollowsRedirects && !terms.NoRedirects,
            SslOptions = ProbeTls.Options(terms, ""),
        };
        using var client = new HttpClient(handler);
        using var request = Request(terms);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (response.IsSuccessStatusCode)
            return ProbeResult.Passing($"HTTP {code} from {ProbeAttempt.Shown(terms)}");

        var detail = $"HTTP {code} from {ProbeAttempt.Shown(terms)}";
        var body = await ReadAsync(response, cancellation);
        var output = body.Length > 0 ? $"{detail}: {body}" : detail;
        if (body.Length > 0)
            detail += ": " + (body.Length <= ShownBody ? body : body[..ShownBody] + "...");
        var result = response.StatusCode is HttpStatusCode.TooManyRequests
            ? ProbeResult.Warning(detail)
            : ProbeResult.Critical(detail);
        return result with { Output = output };
    }

    private static HttpRequestMessage Request(HealthTerms terms)
    {
        var method = terms.Method.Length == 0 ? HttpMethod.Get : HttpMethod.Parse(terms.Method);
        var request = new HttpRequestMessage(method, terms.Target);
        request.Headers.ConnectionClose = true;
        if (terms.Body.Length > 0)
            request.Content = new StringContent(terms.Body);
        foreach (var (name, value) in terms.Headers)
        {
            if (request.Headers.TryAddWithoutValidation(name, value) || request.Content is null)
                continue;
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Headers.UserAgent.Count == 0)
            request.Headers.UserAgent.ParseAdd("mesh-check");
        return request;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxBody];
        var read = await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, read).Trim();
    }
}
