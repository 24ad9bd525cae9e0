using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Client.Watching;

/// <summary>A watch as a stream: what the hub knows since the reader's revision, then what comes, at the reader's pace.</summary>
internal static class ChangeFeed
{
    public static async IAsyncEnumerable<CatalogChange> Read(
        MeshHub hub, string? service, long? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var name = service is null ? null : ServiceName.Fold(service);
        ServiceName? parsed = name is null ? null : ServiceName.TryParse(name, out var valid, out _) ? valid : default(ServiceName);
        // No revision of a node is negative, so the hub answers as for one that it does not know.
        var at = since ?? -1;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (changes, snapshot, next) = hub.ChangesSince(name, at);
            // Those of a service alone may come from a revision that others have moved on from long ago.
            if (changes is { Count: > 0 })
                hub.Times.Delivered(changes[0].Revision - 1);
            foreach (var change in ResumePoints.Set(changes ?? [.. WatchStart.From(snapshot, parsed)], changes is null ? 0 : at))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return change;
            }

            at = snapshot.Revision;
            await next.WaitAsync(cancellation);
        }
    }
}
