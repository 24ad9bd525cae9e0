using Mesh.Catalog;
using Mesh.Replication;
using InstanceClaim = Mesh.Replication.Claim<Mesh.Catalog.ServiceInstance>;

namespace Mesh.Registry;

/// <summary>
/// What a node that has begun anew goes on to show for a moment: instances of a member that it had no doubt of until then and that is
/// not here now, for it begins anew as well. Who had cut both off may have taken them for gone; their owner says so, or not, once it
/// is back. So it is with those of this node that follow an entry of the key-value store, which has to be filled up first.
/// </summary>
internal sealed class LeftInstances(Owner self)
{
    /// <summary>How long an owner that is a member again has to say what of it lives.</summary>
    public static readonly TimeSpan SayWithin = TimeSpan.FromSeconds(2);

    /// <summary>How long this node itself has.</summary>
    public static readonly TimeSpan SayHereWithin = TimeSpan.FromSeconds(1);

    private readonly Dictionary<InstanceKey, Left> _keys = [];

    /// <summary>It is shown and known to be gone: does it stay for now?</summary>
    public void Leave(
        InstanceKey key, InstanceClaim? known, InstanceView? shown, IReadOnlyDictionary<Owner, Standing> members, TimeSpan now)
    {
        if (shown is not { Standing: Standing.Confirmed, Owner: { Uid: not 0 } owner } || members.ContainsKey(owner))
            return;
        // Of what nobody says anything, its owner is gone.
        if (known is not { Record: { Deleted: true } end, Owner: var by } || by == self)
            return;
        // Who deregistered it meant it.
        if (ClaimSteps.IsWrite(end.Claim, shown.Instance.Claim))
            return;
        var within = owner.Address == self.Address ? SayHereWithin
            : members.Keys.Any(m => m.Address == owner.Address) ? SayWithin
            : ClaimTimes.ReturnGrace;
        _keys[key] = new Left(owner.Address, end.Claim, now + within);
    }

    /// <summary>As long as nothing else is known of it.</summary>
    public bool Keeps(InstanceKey key, InstanceClaim? known)
    {
        if (_keys.Count == 0 || !_keys.TryGetValue(key, out var left))
            return false;
        if (known is { Record: { Deleted: true } end, Owner: var by } && end.Claim == left.Claim && by != self)
            return true;
        _keys.Remove(key);
        return false;
    }

    /// <summary>The member is there, perhaps as another incarnation.</summary>
    public void Seen(Owner member, TimeSpan now)
    {
        foreach (var (key, left) in _keys.Where(k => k.Value.Address == member.Address && k.Value.Until > now + SayWithin).ToArray())
            _keys[key] = left with { Until = now + SayWithin };
    }

    /// <summary>Those whose time is over.</summary>
    public IReadOnlyList<InstanceKey> Expire(TimeSpan now)
    {
        if (_keys.Count == 0)
            return [];
        InstanceKey[] over = [.. _keys.Where(k => k.Value.Until <= now).Select(k => k.Key)];
        foreach (var key in over)
            _keys.Remove(key);
        return over;
    }

    /// <param name="Claim">Of its end.</param>
    private sealed record Left(string Address, long Claim, TimeSpan Until);
}
