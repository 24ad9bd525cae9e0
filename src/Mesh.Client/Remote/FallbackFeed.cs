using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.Client.Watching;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Client.Remote;

/// <summary>
/// A watch of a service that this mesh may have or not: of its own instances while there are some, else of another
/// mesh's. Each change of sides is a Reset; a revision is one of the side that the change is of.
/// </summary>
internal static class FallbackFeed
{
    public static async IAsyncEnumerable<CatalogChange> Read(
        MeshHub own, MeshHub other, ServiceName service, long? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var at = since ?? -1;
        MeshHub? side = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (ownChanges, ownView, ownNext) = own.ChangesSince(service.Value, at);
            var (otherChanges, otherView, otherNext) = other.ChangesSince(service.Value, at);
            var isOwn = ownView.Find(service.Value) is not null;
            var (changes, view) = isOwn ? (ownChanges, ownView) : (otherChanges, otherView);
            var before = side ?? (isOwn ? own : other);
            side = isOwn ? own : other;
            if (before != side)
                changes = null;
            foreach (var change in ResumePoints.Set(changes ?? [.. WatchStart.From(view, service)], changes is null ? 0 : at))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return change;
            }

            at = view.Revision;
            await (await Task.WhenAny(ownNext, otherNext).WaitAsync(cancellation));
        }
    }
}
