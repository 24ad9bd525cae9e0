using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mesh.Catalog;
using Mesh.Palette.Api;

namespace Mesh.Palette.Http;

/// <summary>Sends requests to a node; whatever goes wrong on the way becomes a problem in one line.</summary>
internal sealed class ApiHttp : IDisposable
{
    /// <summary>How long a node may take beyond the deadline it was given.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client;

    public ApiHttp(Uri node, ApiAccess? access = null)
    {
        // No proxy and no cookies: a node is a neighbour, and looking for them takes time at each start.
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseProxy = false,
            UseCookies = false,
        };
        access?.ApplyTo(handler);
        _client = new HttpClient(handler) { BaseAddress = node, Timeout = Timeout.InfiniteTimeSpan };
        access?.ApplyTo(_client);
    }

    public static HttpContent Body<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public Task<ApiReply<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class => SendAsync(HttpMethod.Get, path, null, type, cancellation);

    /// <param name="deadline">What the node was asked to wait for, as text.</param>
    /// <param name="ifMatch">The header If-Match; null: none.</param>
    public async Task<ApiReply<T>> SendAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? body,
        JsonTypeInfo<T> type,
        CancellationToken cancellation,
        string? deadline = null,
        string? ifMatch = null)
        where T : class
    {
        var wait = DurationText.TryParse(deadline, out var asked) ? asked + Patience : Patience;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(wait);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            if (ifMatch is not null)
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            using var response = await _client.SendAsync(request, limit.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return response.IsSuccessStatusCode
                ? ApiReply<T>.Of(JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("null"))
                : ApiReply<T>.Of(ToProblem(response, bytes));
        }
        catch (Exception trouble) when (!cancellation.IsCancellationRequested)
        {
            return ApiReply<T>.Of(ToProblem(trouble, wait));
        }
    }

    /// <summary>A stream that goes on; the caller closes it.</summary>
    public async Task<ApiReply<Stream>> OpenAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var response = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode
                ? ApiReply<Stream>.Of(await response.Content.ReadAsStreamAsync(cancellation))
                : ApiReply<Stream>.Of(
                    ToProblem(response, await response.Content.ReadAsByteArrayAsync(cancellation)));
        }
        catch (HttpRequestException trouble)
        {
            return ApiReply<Stream>.Of(ToProblem(trouble, Patience));
        }
    }

    public void Dispose() => _client.Dispose();

    private static ApiProblem ToProblem(HttpResponseMessage response, byte[] bytes)
    {
        try
        {
            if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
                && JsonSerializer.Deserialize(bytes, ApiJson.Lenient.ApiProblem) is { } problem)
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // Not a problem of ours: the status has to do.
        }

        var status = (int)response.StatusCode;
        return new(ApiProblems.Unexpected, "Unexpected answer", status, $"HTTP {status} without a reason");
    }

    private ApiProblem ToProblem(Exception trouble, TimeSpan wait) => ApiProblems.NotNow(trouble switch
    {
        HttpRequestException { InnerException: { } cause } => $"no node at {_client.BaseAddress}: {cause.Message}",
        HttpRequestException => $"no node at {_client.BaseAddress}: {trouble.Message}",
        OperationCanceledException => $"no answer from {_client.BaseAddress} within {DurationText.Format(wait)}",
        JsonException => $"{_client.BaseAddress} does not answer like a mesh node",
        _ => trouble.Message,
    });
}
