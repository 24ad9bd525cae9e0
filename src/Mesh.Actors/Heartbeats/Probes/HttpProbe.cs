using System.Globalization;
using System.Net;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Sends GET: 2xx is passing, 429 warning, the rest critical. Each check opens a connection of its own, because that
/// is what a new caller would have to do, and no more than the first 4 KiB of the body are read.
/// </summary>
internal sealed class HttpProbe(TimeProvider time) : IHealthProbe
{
    internal const int MaxBody = 4 * 1024;
    internal const int MaxRedirects = 3;
    private const int ShownBody = 256;

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) =>
        ProbeAttempt.RunAsync(terms, time, cancellation => GetAsync(terms, cancellation), stop);

    private static async Task<ProbeResult> GetAsync(HealthTerms terms, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = terms.Timeout,
            MaxAutomaticRedirections = MaxRedirects,
            UseCookies = false,
            UseProxy = false,
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, terms.Target);
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.ParseAdd("mesh-check");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (response.IsSuccessStatusCode)
            return ProbeResult.Passing($"HTTP {code} from {ProbeAttempt.Shown(terms)}");

        var detail = $"HTTP {code} from {ProbeAttempt.Shown(terms)}";
        var body = await ReadAsync(response, cancellation);
        if (body.Length > 0)
            detail += ": " + body;
        return response.StatusCode is HttpStatusCode.TooManyRequests
            ? ProbeResult.Warning(detail)
            : ProbeResult.Critical(detail);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxBody];
        var read = await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellation);
        var text = Encoding.UTF8.GetString(buffer, 0, read).Trim();
        return text.Length <= ShownBody ? text : text[..ShownBody] + "...";
    }
}
