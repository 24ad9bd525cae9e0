using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership.Downing;

/// <summary>Since when the set of members that count, and of those that are unreachable, has been the same. Pure.</summary>
internal sealed record StableSince(ImmutableSortedSet<Owner> Up, ImmutableSortedSet<Owner> Gone, TimeSpan Since)
{
    public static StableSince Start(TimeSpan now) => new([], [], now);

    public StableSince See(IEnumerable<SeenMember> members, TimeSpan now)
    {
        var all = members.Where(m => m.Phase is not MemberPhase.Down).ToImmutableArray();
        var up = all.Where(m => m.Phase is MemberPhase.Up).Select(m => m.Owner).ToImmutableSortedSet();
        var gone = all.Where(m => m.Unreachable).Select(m => m.Owner).ToImmutableSortedSet();
        return up.SetEquals(Up) && gone.SetEquals(Gone) ? this : new(up, gone, now);
    }

    /// <summary>Begins anew, as after a pause of this node.</summary>
    public StableSince Restart(TimeSpan now) => this with { Since = now };
}
