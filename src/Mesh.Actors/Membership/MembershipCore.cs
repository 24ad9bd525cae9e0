using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Downing;
using Mesh.Membership.Liveness;
using Mesh.Views;

namespace Mesh.Membership;

/// <summary>
/// All that membership decides: who is in, how each of them stands, who is removed, whether this incarnation can go on.
/// Routes each input to the four that decide it, and what one of them finds out to the others. Pure.
/// </summary>
internal sealed record MembershipCore(
    bool OwnsCluster, Roster Roster, EvidenceTable Evidence, DowningState Downing, OwnMembership Own, int Ticks)
{
    public Owner Self => Roster.Self.Owner;

    public bool HasEnded => Own.HasEnded;

    /// <param name="self">How this node introduces itself.</param>
    public static MembershipCore Start(MembershipProtocol.Hello self, MembershipSettings settings, Moment now) => new(
        settings.OwnsCluster,
        Roster.Start(self),
        EvidenceTable.Start(self.Owner, now),
        DowningState.Start(self.Owner, settings.StableAfter, now),
        OwnMembership.Start(settings.Terms.MeshName),
        Ticks: 0);

    /// <summary>Those that the node's own actors know, oldest first.</summary>
    public IEnumerable<MeshMember> Told() => Roster.Told.Select(m => Roster.View(m, Evidence.Standings));

    /// <summary>After what time <see cref="MembershipInput.Due"/> is wanted; null: not at all.</summary>
    public TimeSpan? DueIn(Moment now) => Evidence.DueIn(now);

    public (MembershipCore Next, ImmutableArray<MembershipEffect> Effects) Step(MembershipInput input, Moment now)
    {
        var turn = new MembershipTurn(this, now);
        turn.Take(input);
        return (turn.Core, turn.Effects);
    }
}
