using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>Since when all members have been well, as far as this node can tell.</summary>
internal sealed class Calm(Owner self, Dictionary<Owner, Standing> members)
{
    private TimeSpan _troubled;
    private TimeSpan? _removed;

    /// <summary>Nobody else is a member, or was lately.</summary>
    public bool IsAlone { get; private set; } = true;

    /// <summary>Members came or went, or one was in doubt.</summary>
    public void Stir(TimeSpan now)
    {
        _troubled = now;
        IsAlone = IsAlone && members.Count == 1;
    }

    /// <summary>
    /// A member was removed, or may have been before this process began. It may live on where nobody hears it, or have stored what it
    /// held: until it has been away for too long, it may come back with that.
    /// </summary>
    public void Lose(TimeSpan now)
    {
        _removed = now;
        IsAlone = false;
        Stir(now);
    }

    /// <summary>Were all well from then on until now?</summary>
    public bool Lasted(TimeSpan since, TimeSpan now)
    {
        if (members.Any(m => m.Key != self && m.Value is not Standing.Confirmed))
            _troubled = now;
        if (_removed is { } removed && now - removed < ClaimTimes.KeepTombstones)
            return false;
        return _troubled < since;
    }
}
