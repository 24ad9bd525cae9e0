using Mesh.KeyValues;
using Mesh.Node.Data.Writing;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>
/// The store's part in the life of the node: what was stored comes back before the node says ready, and what it
/// acknowledged is stored before the process ends. Among the services before the node itself, so that it stops after it.
/// </summary>
internal sealed partial class StoreService(
    MeshStore store,
    StoreWriter writer,
    InstanceSource instances,
    KeySource keys,
    PlaceSource places,
    MemberSource members,
    InstanceRestore restore,
    KeyValueHub hub,
    MeshHub mesh,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StoreService> log) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    // A node that brings back very much serves what the others hold meanwhile.
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _restoring = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var fault in store.Faults)
            LogUnreadable(log, fault);
        lifetime.ApplicationStopping.Register(BeginStop);
        mesh.Storing.IsSelf = true;
        mesh.Storing.Former = store.Records.Members.ToHashSet();
        mesh.Storing.HasPast = store.Records.IsAny;
        mesh.Restored = RestoredOrLateAsync();
        writer.Start();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _restoring = RestoreAsync();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the node has left: from here on it acknowledges nothing.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        BeginStop();
        await _restoring;
        if (await Task.Run(() => writer.Stop(StopLimit), CancellationToken.None))
            store.Former.WriteCopy(instances.StoredInstances);
        store.Dispose();
    }

    public void Dispose() => _stopping.Dispose();

    private void BeginStop()
    {
        _stopping.Cancel();
        instances.BeginStop();
        keys.BeginStop();
        places.BeginStop();
        members.BeginStop();
    }

    private async Task RestoreAsync()
    {
        await Task.WhenAll(GuardAsync(RestoreInstancesAsync), GuardAsync(RestorePlacesAsync), GuardAsync(RestoreKeysAsync));
        _restored.TrySetResult();
    }

    /// <summary>The time begins once the node holds what the others hold: before, nothing can be brought back.</summary>
    private async Task RestoredOrLateAsync()
    {
        await mesh.FirstFilled;
        await Task.WhenAny(_restored.Task, Task.Delay(ReadyLimit, time));
    }

    private async Task GuardAsync(Func<Task> restore)
    {
        try
        {
            await restore();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What is not back yet stays stored.
        }
        catch (Exception trouble)
        {
            // The node serves on, and what is not back stays stored.
            LogNotRestored(log, trouble);
        }
    }

    private Task RestoreInstancesAsync() => restore.RunAsync(
        store.Records.Instances,
        found =>
        {
            if (found.Refusal.Length > 0)
            {
                instances.Refuse(found.Key);
                LogRefused(log, found.Key, found.Refusal);
                return;
            }

            instances.Settle(found.Key);
            if (found.IsBack)
                LogRestored(log, found.Key);
        },
        _stopping.Token);

    private async Task RestorePlacesAsync()
    {
        await restore.RunAsync(
            store.Records.Places,
            found =>
            {
                if (found.Refusal.Length == 0)
                    return;
                places.Refuse(found.Key);
                LogRefused(log, found.Key, found.Refusal);
            },
            _stopping.Token);
        places.Settle();
    }

    private async Task RestoreKeysAsync()
    {
        // Leases first, or their entries would wait for them.
        KeyRecord[] stored = [.. store.Records.Keys.OrderByDescending(r => r.Slot.Space)];
        while (!await hub.RestoreAsync(stored, _stopping.Token))
            await Task.Delay(RetryInterval, time, _stopping.Token);
        keys.Settle();
        if (stored.Length > 0)
            LogKeysRestored(log, stored.Length);
    }
}
