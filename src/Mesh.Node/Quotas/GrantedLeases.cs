using Mesh.KeyValues;

namespace Mesh.Node.Quotas;

/// <summary>The leases that this node has granted to a token, until they are seen to be gone. Not thread-safe.</summary>
internal sealed class GrantedLeases
{
    /// <summary>A lease shows in the snapshot by then.</summary>
    public static readonly TimeSpan Shows = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, TimeSpan> _leases = [];
    private KeyValueSnapshot? _looked;

    public void Add(long lease, TimeSpan now) => _leases[lease] = now;

    /// <summary>Those that have ended are forgotten when it matters.</summary>
    public int Count(int bound, KeyValueSnapshot snapshot, TimeSpan now)
    {
        if (_leases.Count < bound || ReferenceEquals(_looked, snapshot))
            return _leases.Count;
        _looked = snapshot;
        foreach (var gone in _leases.Where(l => now - l.Value >= Shows && !snapshot.Leases.Contains(l.Key)).ToArray())
            _leases.Remove(gone.Key);
        return _leases.Count;
    }
}
