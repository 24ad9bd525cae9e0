using System.Collections.Concurrent;
using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>The load cells of one process, by instance. Cells of instances that are gone are dropped on request.</summary>
public sealed class EndpointLoads
{
    private readonly ConcurrentDictionary<InstanceKey, EndpointLoad> _cells = new();

    public EndpointLoad For(InstanceKey key) => _cells.GetOrAdd(key, static _ => new EndpointLoad());

    /// <summary>Calls still under way keep their cell alive; only the name is forgotten.</summary>
    public void Forget(InstanceKey key) => _cells.TryRemove(key, out _);
}
