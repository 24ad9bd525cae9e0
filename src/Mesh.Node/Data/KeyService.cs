using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>
/// Brings stored entries back once the node holds what the others hold, then stores what changes. It ends when the node
/// begins to stop: what it hands over to others while it leaves stays in its file, should the whole mesh stop.
/// </summary>
internal sealed partial class KeyService(
    KeyFile file,
    KeyValueHub hub,
    IMeshClient client,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<KeyService> log) : BackgroundService
{
    /// <summary>Changes within this time are written once: the file is written whole.</summary>
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            var (stored, faults) = file.Load();
            foreach (var fault in faults)
                LogUnreadable(log, file.Path, fault);
            while (!await hub.RestoreAsync(stored, stop.Token))
                await Task.Delay(RetryInterval, time, stop.Token);
            await StoreAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // The node serves on; that its entries would not survive is said, loudly.
            LogFailed(log, file.Path, trouble.Message);
        }
    }

    private async Task StoreAsync(CancellationToken cancellation)
    {
        IReadOnlyList<KeyRecord> saved = [];
        while (true)
        {
            var next = hub.ChangesSince(hub.Snapshot.Revision).Next;
            var owned = hub.OwnEntries();
            // A node that starts again owns nothing for a while; what it owned is not gone for that.
            if (client.State.Phase is MeshPhase.Ready && !saved.SequenceEqual(owned))
            {
                file.Save(owned);
                saved = owned;
            }

            await next.WaitAsync(cancellation);
            await Task.Delay(WriteInterval, time, cancellation);
        }
    }
}
