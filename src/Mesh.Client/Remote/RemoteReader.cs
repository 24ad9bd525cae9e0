using System.Runtime.CompilerServices;
using Mesh.Client.Watching;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Views;

namespace Mesh.Client.Remote;

/// <summary>
/// Reads services of other meshes: those that are named with their mesh and, if the options say so, those that this mesh
/// has not.
/// </summary>
internal sealed class RemoteReader(MeshHub hub, RemoteCatalog remote, bool fallback, TimeProvider time)
{
    /// <summary>The remote service that a name stands for while this mesh has none of it. Null: none.</summary>
    public RemoteService? Find(string service) => NameOf(service) is { } name ? remote.Find(name) : null;

    public Resolution Resolve(RemoteService entry)
    {
        var (snapshot, status) = (entry.Hub.Snapshot, entry.Status);
        return new Resolution(snapshot, snapshot.Find(entry.Name.Service.Value), time)
        {
            Origin = status.Origin,
            State = status.State,
        };
    }

    public async Task<Resolution> ResolveAsync(RemoteService entry, TimeSpan deadline, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            // The first answer is a change, even the one that there is nothing.
            while (true)
            {
                var next = entry.Hub.ChangesSince(entry.Name.Service.Value, -1).Next;
                if (entry.Status.State is RemoteState.Live or RemoteState.Stale or RemoteState.None)
                    break;
                await next.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The state says that nobody has answered.
        }

        return Resolve(entry);
    }

    /// <summary>Is a watch of this more than one of the mesh's own view?</summary>
    public bool Watches(string? service) => service is not null && NameOf(service) is not null;

    public async IAsyncEnumerable<CatalogChange> Watch(
        string service, long? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Find(service) is not { } entry)
        {
            throw new InvalidOperationException(
                $"{service} cannot be watched: this node reads as many services of other meshes as it may");
        }

        entry.AddWatcher();
        try
        {
            var changes = RemoteName.IsRemote(service)
                ? ChangeFeed.Read(entry.Hub, entry.Name.Service.Value, since, cancellation)
                : FallbackFeed.Read(hub, entry.Hub, entry.Name.Service, since, cancellation);
            await foreach (var change in changes)
                yield return change;
        }
        finally
        {
            entry.RemoveWatcher();
            entry.Read(time.GetTimestamp());
        }
    }

    private RemoteName? NameOf(string service)
    {
        if (RemoteName.IsRemote(service))
            return RemoteName.TryParse(service, out var name, out _) ? name : null;
        return fallback && Catalog.ServiceName.TryParse(service, out var local, out _) ? RemoteName.OfAny(local) : null;
    }
}
