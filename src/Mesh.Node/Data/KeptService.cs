using Mesh.Catalog;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Data;

/// <summary>Stores kept instances; they come back once the node is ready, if they are missing still.</summary>
internal sealed partial class KeptService(
    KeptStore store,
    IMeshClient client,
    IMeshInspector inspector,
    MeshHub hub,
    IMeshTransport transport,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<KeptService> log) : StoringService<ServiceInstance>(client, time, lifetime, WriteInterval)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly IMeshClient _client = client;
    private readonly TimeProvider _time = time;

    protected override (IReadOnlyList<ServiceInstance> Items, IReadOnlyList<string> Faults) Load() => store.Load();

    protected override async Task RestoreAsync(IReadOnlyList<ServiceInstance> stored, CancellationToken cancellation)
    {
        await ReadyAsync(cancellation);
        foreach (var instance in stored)
        {
            // A line of an earlier version has no claim, and cannot tell whether it was removed since.
            if (instance.Claim == 0 && !KeptPlan.IsToRestore(_client.Snapshot, instance.Key, await StoryOfAsync(instance.Key, cancellation)))
                continue;
            while (!await RestoreAsync(instance, cancellation))
                await Task.Delay(RetryInterval, _time, cancellation);
            LogRestored(log, instance.Key);
        }
    }

    protected override (IReadOnlyList<ServiceInstance> Items, Task Next) Owned()
    {
        var (_, snapshot, next) = hub.ChangesSince(null, hub.Snapshot.Revision);
        return (KeptPlan.ToStore(snapshot, inspector.SelfAddress ?? ""), next);
    }

    protected override void Save(IReadOnlyList<ServiceInstance> items) => store.Save(items);

    protected override void OnUnreadable(string fault) => LogUnreadable(log, store.Path, fault);

    protected override void OnFailed(string fault) => LogFailed(log, store.Path, fault);

    private async Task<IEnumerable<CatalogEvent>> StoryOfAsync(InstanceKey key, CancellationToken cancellation) =>
        await _client.ExplainAsync(key, cancellation) is MeshReplies.Explanation told ? told.Events : [];

    private async Task<bool> RestoreAsync(ServiceInstance instance, CancellationToken cancellation)
    {
        var command = new RegistryProtocol.Register(instance, Consistency.Local, TimeSpan.Zero) { Restores = true };
        return await transport.AskAsync(MeshNames.Registry, command, RetryInterval, cancellation) is RegistryProtocol.Registered;
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
