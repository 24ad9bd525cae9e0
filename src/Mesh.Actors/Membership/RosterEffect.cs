using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <summary>What changed in a <see cref="Roster"/>, in this order.</summary>
internal abstract record RosterEffect
{
    /// <summary>A member that was none before, perhaps not up yet.</summary>
    public sealed record Came(Owner Owner) : RosterEffect;

    /// <summary>A member as the cluster shows it now, changed or not.</summary>
    public sealed record Seen(SeenMember Member) : RosterEffect;

    /// <summary>From now on it takes part.</summary>
    public sealed record Up(Owner Owner) : RosterEffect;

    /// <summary>It has begun to leave in order.</summary>
    public sealed record Leaves(Owner Owner) : RosterEffect;

    public sealed record Gone(Owner Owner) : RosterEffect;

    /// <summary>This node says anew who it is.</summary>
    public sealed record Renamed : RosterEffect
    {
        public static readonly Renamed Instance = new();
    }

    /// <summary>It has said who it is.</summary>
    public sealed record Introduced(Owner Owner, bool IsFirst) : RosterEffect;
}
