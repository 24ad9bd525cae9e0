using Mesh.Catalog;
using Mesh.Client;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>
/// Brings stored instances back once the node is ready, then stores what changes. It ends when the node begins to
/// stop: what it hands over to others while it leaves stays in its file, should the whole mesh stop.
/// </summary>
internal sealed partial class KeptService(
    KeptStore store,
    IMeshClient client,
    IMeshInspector inspector,
    MeshHub hub,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<KeptService> log) : BackgroundService
{
    /// <summary>Changes within this time are written once.</summary>
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            var (stored, faults) = store.Load();
            foreach (var fault in faults)
                LogUnreadable(log, store.Path, fault);
            await RestoreAsync(stored, stop.Token);
            await StoreAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // The node serves on; that its instances would not survive is said, loudly.
            LogFailed(log, store.Path, trouble.Message);
        }
    }

    private async Task RestoreAsync(IReadOnlyList<ServiceInstance> stored, CancellationToken cancellation)
    {
        await ReadyAsync(cancellation);
        foreach (var instance in stored)
        {
            var story = await client.ExplainAsync(instance.Key, cancellation) is RegistryProtocol.Explanation told
                ? told.Events
                : [];
            if (!KeptPlan.IsToRestore(client.Snapshot, instance.Key, story))
                continue;
            while (await client.RegisterAsync(instance, cancellation: cancellation) is not RegistryProtocol.Registered)
                await Task.Delay(RetryInterval, time, cancellation);
            LogRestored(log, instance.Key);
        }
    }

    private async Task StoreAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ServiceInstance>? saved = null;
        while (true)
        {
            var (_, snapshot, next) = hub.ChangesSince(null, hub.Snapshot.Revision);
            var owned = KeptPlan.ToStore(snapshot, inspector.SelfAddress ?? "");
            // A node that starts again owns nothing for a while; what it owned is not gone for that.
            if (client.State.Phase is MeshPhase.Ready && (saved is null || !saved.SequenceEqual(owned)))
            {
                store.Save(owned);
                saved = owned;
            }

            await next.WaitAsync(cancellation);
            await Task.Delay(WriteInterval, time, cancellation);
        }
    }

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void On(MeshState state)
        {
            if (state.Phase is MeshPhase.Ready)
                ready.TrySetResult();
        }

        hub.StateChanged += On;
        try
        {
            On(hub.State);
            await ready.Task.WaitAsync(cancellation);
        }
        finally
        {
            hub.StateChanged -= On;
        }
    }
}
