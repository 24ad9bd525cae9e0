using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mesh.Catalog;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>Requests to Consul's HTTP API. Whatever is not a good answer is thrown.</summary>
internal sealed class ConsulConnection : IDisposable
{
    private const int MaxReply = 64 * 1024 * 1024;
    private const int MaxQuoted = 203;

    // Consul adds up to a sixteenth to a wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;

    public ConsulConnection(Uri endpoint, string? token)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseProxy = false,
            UseCookies = false,
        })
        {
            BaseAddress = endpoint,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxReply,
        };
        if (token is not null)
            _http.DefaultRequestHeaders.Add("X-Consul-Token", token);
    }

    /// <summary>A list with its index; waits for a change when an index is given.</summary>
    public async Task<(T Value, ulong Index)> ListAsync<T>(
        string path, JsonTypeInfo<T> type, ulong index, TimeSpan wait, CancellationToken cancellation)
    {
        var query = index == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"?index={index}&wait={DurationText.Format(wait)}");
        using var limit = Limit(index == 0 ? Patience : wait + (wait / 16) + Patience, cancellation);
        using var reply = await SendAsync(HttpMethod.Get, path + query, null, limit.Token, cancellation);
        Check(reply, path);
        var found = reply.Headers.TryGetValues("X-Consul-Index", out var values)
            && ulong.TryParse(values.First(), CultureInfo.InvariantCulture, out var read) ? read : 0;
        return (await ReadAsync(reply, type, path, limit.Token), found);
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var limit = Limit(Patience, cancellation);
        using var reply = await SendAsync(HttpMethod.Get, path, null, limit.Token, cancellation);
        Check(reply, path);
        return await ReadAsync(reply, type, path, limit.Token);
    }

    /// <summary>The status and text of an answer, whatever it is.</summary>
    public async Task<(HttpStatusCode Status, string Text)> PutAsync(string path, byte[] body, CancellationToken cancellation)
    {
        using var limit = Limit(Patience, cancellation);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var reply = await SendAsync(HttpMethod.Put, path, content, limit.Token, cancellation);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync(limit.Token));
    }

    public async Task PutAsync<T>(string path, T value, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var (status, text) = await PutAsync(path, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellation);
        if (status is not HttpStatusCode.OK)
            throw new IOException($"PUT {path} answered {(int)status}: {ShortText.Of(text, MaxQuoted)}");
    }

    public void Dispose() => _http.Dispose();

    private static CancellationTokenSource Limit(TimeSpan wait, CancellationToken cancellation)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(wait);
        return limit;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            return await _http.SendAsync(request, limit);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{method} {path}: no answer in time");
        }
    }

    private static void Check(HttpResponseMessage reply, string path)
    {
        if (reply.StatusCode is not HttpStatusCode.OK)
            throw new IOException($"GET {path} answered {(int)reply.StatusCode}");
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage reply, JsonTypeInfo<T> type, string path, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize(await reply.Content.ReadAsByteArrayAsync(cancellation), type)
                ?? throw new IOException($"GET {path} answered null");
        }
        catch (JsonException trouble)
        {
            throw new IOException($"GET {path} does not answer like Consul: {trouble.Message}", trouble);
        }
    }
}
