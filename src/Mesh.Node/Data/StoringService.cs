using Mesh.Client;
using Mesh.Views;

namespace Mesh.Node.Data;

/// <summary>
/// Brings stored items back once the node is ready for them, then stores those that it owns whenever they change. It ends
/// when the node begins to stop: what it hands over to others while it leaves stays in its file, should the whole mesh
/// stop.
/// </summary>
/// <param name="writeInterval">Changes within this time are written once.</param>
internal abstract class StoringService<T>(
    IMeshClient client,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    TimeSpan writeInterval) : BackgroundService
    where T : class
{
    // Nothing counts as stored at first: that all of the file is gone meanwhile is a change too.
    private IReadOnlyList<T>? _saved;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            var (stored, faults) = Load();
            foreach (var fault in faults)
                OnUnreadable(fault);
            await RestoreAsync(stored, stop.Token);
            await StoreAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // The node serves on; that its items would not survive is said, loudly.
            OnFailed(trouble.Message);
        }
    }

    protected abstract (IReadOnlyList<T> Items, IReadOnlyList<string> Faults) Load();

    protected abstract Task RestoreAsync(IReadOnlyList<T> stored, CancellationToken cancellation);

    /// <summary>What the node owns now, and what ends at the next change.</summary>
    protected abstract (IReadOnlyList<T> Items, Task Next) Owned();

    protected abstract void Save(IReadOnlyList<T> items);

    protected abstract void OnUnreadable(string fault);

    protected abstract void OnFailed(string fault);

    private async Task StoreAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // A node that starts again owns nothing for a while; what it owned is not gone for that.
            if (client.State.Phase is MeshPhase.Ready)
            {
                var (owned, next) = Owned();
                if (_saved?.SequenceEqual(owned) is not true)
                    Save(owned);
                _saved = owned;
                await next.WaitAsync(cancellation);
            }

            await Task.Delay(writeInterval, time, cancellation);
        }
    }
}
