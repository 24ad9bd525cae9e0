using Mesh.Client;

namespace Mesh.Dashboard.Live;

/// <summary>Follows the key-value store while a page shows it; nothing where there is none.</summary>
internal sealed class KeyFeed(TimeProvider time, IMeshKeyValues? store = null) : FeedChannel(time)
{
    protected override Func<Action, CancellationToken, Task> Begin() => store is null
        ? static (_, _) => Task.CompletedTask
        : (mark, stop) => FollowAsync(store, mark, stop);

    private static async Task FollowAsync(IMeshKeyValues store, Action mark, CancellationToken stop)
    {
        var seen = store.Snapshot.Revision;
        while (true)
        {
            var changes = store.ChangesSince(seen);
            if (changes.Snapshot.Revision == seen)
                await changes.Next.WaitAsync(stop);
            stop.ThrowIfCancellationRequested();
            seen = store.Snapshot.Revision;
            mark();
        }
    }
}
