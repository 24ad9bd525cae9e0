using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Remote;

/// <summary>
/// One remote service in one process: a view of its own that readers and watchers use as they use the mesh's. Written by
/// the remote actor alone, read by anybody.
/// </summary>
internal sealed class RemoteService
{
    private long _readAt;
    private int _watchers;
    private volatile RemoteStatus _status = RemoteStatus.Initial;

    internal RemoteService(RemoteName name, MeshHub hub, long now)
    {
        Name = name;
        Hub = hub;
        _readAt = now;
    }

    public RemoteName Name { get; }

    /// <summary>Holds this service and no other, under its plain name.</summary>
    public MeshHub Hub { get; }

    /// <summary>Null: no instances.</summary>
    public ServiceView? View => Hub.Snapshot.Find(Name.Service.Value);

    public RemoteStatus Status
    {
        get => _status;
        internal set => _status = value;
    }

    /// <summary>When somebody last read it, as a timestamp; readers that go on keep it read.</summary>
    internal long ReadAt => Volatile.Read(ref _readAt);

    internal bool IsWatched => Volatile.Read(ref _watchers) > 0;

    internal void Read(long now) => Volatile.Write(ref _readAt, now);

    internal void AddWatcher() => Interlocked.Increment(ref _watchers);

    internal void RemoveWatcher() => Interlocked.Decrement(ref _watchers);
}
