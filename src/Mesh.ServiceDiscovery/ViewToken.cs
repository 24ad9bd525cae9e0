using Mesh.Client;
using Microsoft.Extensions.Primitives;

namespace Mesh.ServiceDiscovery;

/// <summary>Fires once, when the view of a service is another one than that of a revision; also when it is already.</summary>
internal sealed class ViewToken : IDisposable
{
    private readonly CancellationTokenSource _changed = new();
    private readonly CancellationTokenSource _stop = new();

    public ViewToken(IMeshClient client, string service, long revision)
    {
        Change = new CancellationChangeToken(_changed.Token);
        _ = Task.Run(() => WatchAsync(client.Watch(service, revision, _stop.Token)));
    }

    public IChangeToken Change { get; }

    /// <summary>Does not fire any more.</summary>
    public void Dispose() => _stop.Cancel();

    private async Task WatchAsync(IAsyncEnumerable<Views.CatalogChange> changes)
    {
        try
        {
            await foreach (var _ in changes)
            {
                await _changed.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
    }
}
