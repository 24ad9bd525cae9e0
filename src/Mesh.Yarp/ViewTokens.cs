using Mesh.Client;
using Microsoft.Extensions.Primitives;

namespace Mesh.Yarp;

/// <summary>
/// For each set of services one token that fires when the view of one of them moves. Who asks before it has fired is given the same
/// one: nobody says when a token is not needed any more. One for all of a set: a composite of tokens would leave its registration on
/// those that do not fire.
/// </summary>
internal sealed class ViewTokens(IMeshClient client)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CancellationChangeToken> _waiting = new(StringComparer.Ordinal);

    /// <param name="revisions">Of the views that were read, by service: what came since fires it, too. At least one.</param>
    public IChangeToken For(IReadOnlyDictionary<string, long> revisions)
    {
        var set = string.Join('\n', revisions.Keys.Order(StringComparer.Ordinal));
        lock (_gate)
        {
            if (_waiting.TryGetValue(set, out var waiting) && !waiting.HasChanged)
                return waiting;
            var (changed, stop) = (new CancellationTokenSource(), new CancellationTokenSource());
            _waiting[set] = waiting = new CancellationChangeToken(changed.Token);
            foreach (var (service, revision) in revisions)
                _ = Task.Run(() => WatchAsync(client.Watch(service, revision, stop.Token), set, changed, stop));
            return waiting;
        }
    }

    private async Task WatchAsync(
        IAsyncEnumerable<Views.CatalogChange> changes, string set, CancellationTokenSource changed, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var _ in changes)
                break;
        }
        catch (OperationCanceledException)
        {
            // Another one of the set was first.
            return;
        }

        lock (_gate)
        {
            if (changed.IsCancellationRequested)
                return;
            _waiting.Remove(set);
        }

        await stop.CancelAsync();
        await changed.CancelAsync();
    }
}
