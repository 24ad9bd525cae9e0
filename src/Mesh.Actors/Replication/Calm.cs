using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>Since when all members have been well, as far as this node can tell.</summary>
internal sealed class Calm(Owner self, Dictionary<Owner, Standing> members)
{
    private TimeSpan _troubled;

    /// <summary>Nobody else is a member, or was lately.</summary>
    public bool IsAlone { get; private set; } = true;

    /// <summary>Members came or went, or one was in doubt.</summary>
    public void Stir(TimeSpan now)
    {
        _troubled = now;
        IsAlone = IsAlone && members.Count == 1;
    }

    /// <summary>Were all well from then on until now?</summary>
    public bool Lasted(TimeSpan since, TimeSpan now)
    {
        if (members.Any(m => m.Key != self && m.Value is not Standing.Confirmed))
            _troubled = now;
        return _troubled < since;
    }
}
