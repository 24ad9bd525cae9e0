using Mesh.Catalog;
using InstanceClaim = Mesh.Replication.Claim<Mesh.Catalog.ServiceInstance>;

namespace Mesh.Registry;

/// <summary>
/// What callers see already while a node begins anew. It stays as it is shown until the node holds everything, for of what comes
/// meanwhile the half is known: an instance, and not yet that it was deregistered. What the node itself decides shows at once, but for
/// what others have claimed since. See <see cref="LeftInstances"/> for what stays longer.
/// </summary>
internal sealed class HeldInstances(Owner self)
{
    private readonly HashSet<InstanceKey> _keys = [];
    private readonly LeftInstances _left = new(self);
    private bool _isOn;

    /// <param name="shown">None: there is nothing to keep, and what comes is shown as it comes.</param>
    public void Begin(IEnumerable<InstanceKey> shown)
    {
        _keys.UnionWith(shown);
        _isOn = _keys.Count > 0;
    }

    /// <summary>Does the key stay as it is shown, whatever is known of it now?</summary>
    public bool Keeps(InstanceKey key, InstanceClaim? known, InstanceView? shown)
    {
        if (!_isOn)
            return _left.Keeps(key, known);
        if (known is { } claim && claim.Owner == self && IsNoOlder(claim.Record, shown))
        {
            _keys.Remove(key);
            return false;
        }

        _keys.Add(key);
        return true;
    }

    /// <summary>Ends it; returns what is to be looked at once more.</summary>
    /// <param name="known">The winning claim to a key.</param>
    /// <param name="shown">As callers see it.</param>
    public IReadOnlyList<InstanceKey> Release(
        Func<InstanceKey, InstanceClaim?> known, Func<InstanceKey, InstanceView?> shown, IReadOnlyDictionary<Owner, Standing> members, TimeSpan now)
    {
        InstanceKey[] keys = [.. _keys];
        foreach (var key in keys)
            _left.Leave(key, known(key), shown(key), members, now);
        _keys.Clear();
        _isOn = false;
        return keys;
    }

    /// <inheritdoc cref="LeftInstances.Seen"/>
    public void Seen(Owner member, TimeSpan now) => _left.Seen(member, now);

    /// <inheritdoc cref="LeftInstances.Expire"/>
    public IReadOnlyList<InstanceKey> Expire(TimeSpan now) => _left.Expire(now);

    private static bool IsNoOlder(ServiceInstance record, InstanceView? shown) => shown is null
        || record.Claim > shown.Instance.Claim
        || (!record.Deleted && record.Claim == shown.Instance.Claim);
}
