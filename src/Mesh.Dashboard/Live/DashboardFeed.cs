using Mesh.Client;
using Mesh.Dashboard.Models;

namespace Mesh.Dashboard.Live;

/// <summary>Follows the view while a page is open, and keeps the last changes. Thread-safe.</summary>
internal sealed class DashboardFeed(IMeshClient client, IMeshInspector inspector, TimeProvider time) : FeedChannel(time)
{
    private readonly TimeProvider _time = time;
    private ChangeLog _log = new();

    /// <summary>Looks at the changes; what is given must not be kept.</summary>
    public T Read<T>(Func<ChangeLog, T> look)
    {
        lock (Gate)
            return look(_log);
    }

    protected override Func<Action, CancellationToken, Task> Begin()
    {
        var log = _log = new ChangeLog { Since = _time.GetUtcNow() };
        log.Know(client.Snapshot);
        return (mark, stop) => Task.WhenAll(CatalogueAsync(log, mark, stop), MembersAsync(mark, stop));
    }

    protected override void End() => _log = new ChangeLog();

    private async Task CatalogueAsync(ChangeLog log, Action mark, CancellationToken stop)
    {
        await foreach (var change in client.Watch(null, null, stop))
        {
            lock (Gate)
            {
                log.Self = inspector.SelfAddress;
                log.Take(change, _time.GetUtcNow());
            }

            mark();
        }
    }

    private async Task MembersAsync(Action mark, CancellationToken stop)
    {
        await foreach (var _ in inspector.WatchMembers(stop))
            mark();
    }
}
