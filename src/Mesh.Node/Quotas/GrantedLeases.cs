using Mesh.KeyValues;

namespace Mesh.Node.Quotas;

/// <summary>The leases that this node has granted to a token, as long as they are not seen to be gone. Thread-safe.</summary>
internal sealed class GrantedLeases
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _leases = [];

    public void Add(long lease)
    {
        lock (_gate)
            _leases.Add(lease);
    }

    /// <summary>Those that have ended are forgotten when it matters.</summary>
    public bool IsFull(int bound, KeyValueSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_leases.Count < bound)
                return false;
            _leases.IntersectWith(snapshot.Leases);
            return _leases.Count >= bound;
        }
    }
}
