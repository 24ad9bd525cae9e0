using Mesh.Client;
using Microsoft.Extensions.Primitives;

namespace Mesh.Yarp;

/// <summary>
/// For each service one token that fires when its view moves. Who asks before it has fired is given the same one: nobody says
/// when a token is not needed any more.
/// </summary>
internal sealed class ViewTokens(IMeshClient client)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CancellationChangeToken> _waiting = new(StringComparer.Ordinal);

    /// <param name="revision">Of the view that was read: what came since fires it, too.</param>
    public IChangeToken For(string service, long revision)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(service, out var waiting) && !waiting.HasChanged)
                return waiting;
            var changed = new CancellationTokenSource();
            _waiting[service] = waiting = new CancellationChangeToken(changed.Token);
            _ = Task.Run(() => WatchAsync(service, revision, changed));
            return waiting;
        }
    }

    private async Task WatchAsync(string service, long revision, CancellationTokenSource changed)
    {
        await foreach (var _ in client.Watch(service, revision))
            break;
        lock (_gate)
            _waiting.Remove(service);
        await changed.CancelAsync();
    }
}
