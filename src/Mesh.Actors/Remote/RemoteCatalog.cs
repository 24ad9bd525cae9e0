using System.Collections.Concurrent;
using Mesh.Registry;

namespace Mesh.Remote;

/// <summary>
/// The services of other meshes that somebody in this process reads, apart from the mesh's own registry. It outlives the
/// ActorSystem, as <see cref="MeshHub"/> does. Looking something up makes it wanted; the remote actor does the rest.
/// </summary>
internal sealed class RemoteCatalog(TimeProvider time, int maxServices)
{
    private const int History = 256;
    private const long HistoryBytes = 256L << 10;

    private readonly ConcurrentDictionary<RemoteName, RemoteService> _entries = new();

    public RemoteCatalog(TimeProvider time)
        : this(time, RemoteSettings.Default.MaxServices)
    {
    }

    /// <summary>Raised on the thread of a reader that wants something new; handlers must not block.</summary>
    internal event Action? Looked;

    public IEnumerable<RemoteService> Entries => _entries.Values;

    /// <summary>The service, wanted from now on. Null: there are as many as a node keeps.</summary>
    public RemoteService? Find(RemoteName name)
    {
        var now = time.GetTimestamp();
        if (_entries.TryGetValue(name, out var known))
        {
            known.Read(now);
            return known;
        }

        if (_entries.Count >= maxServices)
            return null;
        // A tag of its own, so that a revision of the mesh is not taken for one of this view.
        var tag = (int)(StableHash.Of(name.ToString()) & 63);
        var entry = _entries.GetOrAdd(name, n => new RemoteService(n, new MeshHub(time.GetUtcNow(), tag, History, HistoryBytes), now));
        Looked?.Invoke();
        return entry;
    }

    /// <summary>Drops a service that nobody reads.</summary>
    internal void Forget(RemoteName name) => _entries.TryRemove(name, out _);
}
