using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Remote;

/// <summary>From one view of a remote service to the next. Pure.</summary>
internal static class RemoteChanges
{
    /// <summary>The instances as callers see them: of the mesh they come from, and unreachable once they are stale.</summary>
    public static ImmutableArray<InstanceView> Views(
        string origin, RemoteState state, IEnumerable<InstanceView> items) => state switch
        {
            RemoteState.Live or RemoteState.Stale =>
            [
                .. items.Select(v => v with
            {
                Owner = Owner.OfMesh(origin),
                Standing = state is RemoteState.Stale ? Standing.Unreachable : v.Standing,
            }).OrderBy(v => v.Instance.Id),
        ],
            _ => [],
        };

    /// <summary>What watchers are told. The first answer, and one from another mesh, begins with Reset.</summary>
    public static ImmutableArray<CatalogChange> Between(
        ServiceName service,
        ImmutableArray<InstanceView> before,
        ImmutableArray<InstanceView> after,
        bool isReset,
        long revision)
    {
        if (isReset)
        {
            return
            [
                new CatalogChange(revision, service, ChangeKind.Reset, null),
                .. after.Select(v => new CatalogChange(revision, service, ChangeKind.Added, v)),
            ];
        }

        var old = before.ToDictionary(v => v.Instance.Id);
        var changes = ImmutableArray.CreateBuilder<CatalogChange>();
        foreach (var view in after)
        {
            if (!old.Remove(view.Instance.Id, out var was))
                changes.Add(new CatalogChange(revision, service, ChangeKind.Added, view));
            else if (was != view)
                changes.Add(new CatalogChange(revision, service, ChangeKind.Updated, view));
        }

        foreach (var gone in old.Values.OrderBy(v => v.Instance.Id))
            changes.Add(new CatalogChange(revision, service, ChangeKind.Removed, gone));
        return changes.ToImmutable();
    }
}
