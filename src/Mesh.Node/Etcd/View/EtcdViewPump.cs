using Mesh.Client;

namespace Mesh.Node.Etcd.View;

/// <summary>Keeps the view up to date when nobody reads, so that watchers hear of changes.</summary>
internal sealed class EtcdViewPump(EtcdView view, IMeshKeyValues store, IMeshClient mesh, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(250);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(FollowStoreAsync(stoppingToken), FollowCatalogAsync(stoppingToken), TellAsync(stoppingToken));

    private async Task TellAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TellEvery, time);
        while (await timer.WaitForNextTickAsync(stopping))
            view.TellReached();
    }

    private async Task FollowStoreAsync(CancellationToken stopping)
    {
        while (true)
        {
            // The task is taken before the look, so that no change falls between them.
            var next = store.ChangesSince(store.Snapshot.Revision).Next;
            _ = view.Current;
            await next.WaitAsync(stopping);
        }
    }

    private async Task FollowCatalogAsync(CancellationToken stopping)
    {
        await foreach (var change in mesh.Watch(null, null, stopping))
            view.Refresh(change.Service.Value.Length == 0 ? null : change.Service.Value);
    }
}
