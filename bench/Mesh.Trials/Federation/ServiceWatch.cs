using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Mesh.Testing.Sites;

namespace Mesh.Trials.Federation;

/// <summary>A watch of a service at a gateway, which notes when each instance was first told of.</summary>
internal sealed class ServiceWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _seen = [];
    private readonly Task _reading;

    private readonly SiteGateway _at;
    private readonly string _service;

    private ServiceWatch(SiteGateway at, string service, Stream events) => (_at, _service, _reading) = (at, service, ReadAsync(events));

    public static async Task<ServiceWatch> StartAsync(SiteGateway at, string service) =>
        new(at, service, await at.Api.StreamAsync($"/mesh/v1/watch?service={Uri.EscapeDataString(service)}"));

    /// <summary>How long after the timestamp the instance was told of.</summary>
    public async Task<TimeSpan> WhenSeenAsync(string id, long since, TimeSpan limit)
    {
        try
        {
            return Stopwatch.GetElapsedTime(since, await Of(id).Task.WaitAsync(limit));
        }
        catch (TimeoutException)
        {
            var view = await Asking.SeeAsync(_at, _service);
            throw new TimeoutException($"{id} was not told of within {limit} by {_at.Options}, which has {view}; it printed:\n{_at.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(_reading);
        _end.Dispose();
    }

    private TaskCompletionSource<long> Of(string id) =>
        _seen.GetOrAdd(id, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ReadAsync(Stream events)
    {
        using var reader = new StreamReader(events);
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            using var change = JsonDocument.Parse(line[6..]);
            if (change.RootElement.TryGetProperty("instance", out var instance) && instance.ValueKind is JsonValueKind.Object)
                Of(instance.GetProperty("id").GetString()!).TrySetResult(Stopwatch.GetTimestamp());
        }
    }
}
