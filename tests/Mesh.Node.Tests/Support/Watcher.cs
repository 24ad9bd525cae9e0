using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Mesh.Palette.Api;
using Mesh.Testing;

namespace Mesh.Node.Tests.Support;

/// <summary>Reads a watch of a test node, one event at a time.</summary>
public sealed class Watcher : IAsyncDisposable
{

    private readonly HttpResponseMessage _response;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private Watcher(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _events = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    public long LastId => long.Parse(_parser.LastEventId, CultureInfo.InvariantCulture);

    public static async Task<Watcher> OpenAsync(TestNode node, string query, long? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mesh/v1/watch" + query);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId.Value.ToString(CultureInfo.InvariantCulture));
        var response = await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new Watcher(response, await response.Content.ReadAsStreamAsync());
    }

    public async Task<WatchEvent> NextAsync() =>
        await TryNextAsync() ?? throw new InvalidOperationException("the stream has ended");

    public async Task<WatchEvent?> TryNextAsync() => await _events.MoveNextAsync().AsTask().WaitAsync(Patience.Limit)
        ? JsonSerializer.Deserialize(_events.Current.Data, ApiJson.Wire.WatchEvent)
        : null;

    public async Task<(string Change, string? Id)> NextInstanceAsync()
    {
        var item = await NextAsync();
        return (item.Change, item.Instance?.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await _events.DisposeAsync();
    }
}
