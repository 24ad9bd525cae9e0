using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <summary>How far this incarnation is with being a member, and whether it can go on. Pure.</summary>
/// <param name="WasUp">It has been up, and said so.</param>
/// <param name="HasEnded">It cannot go on, or leaves: the last view of the members is kept as it was.</param>
internal sealed record OwnMembership(string MeshName, bool WasUp, bool HasEnded)
{
    /// <summary>
    /// How long the others may take to let a node go that was told to leave: a second or two as a rule. While one of them cannot
    /// be reached, and nobody may remove it, they never do, and the node would neither serve nor end.
    /// </summary>
    public static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(15);

    /// <summary>Since when it leaves; null: it does not.</summary>
    private TimeSpan? LeavingSince { get; init; }

    private bool HasLeft { get; init; }

    public static OwnMembership Start(string meshName) => new(meshName, false, false);

    /// <param name="phase">How the cluster shows this node; null: not at all.</param>
    /// <param name="members">How many there are.</param>
    public (OwnMembership Next, ImmutableArray<MembershipReport> Effects) Shown(MemberPhase? phase, int members, TimeSpan now) =>
        phase switch
        {
            MemberPhase.Up or MemberPhase.WeaklyUp when !WasUp && !HasEnded => Joined(members),
            MemberPhase.Leaving or MemberPhase.Exiting when !HasEnded => (
                this with { HasEnded = true, LeavingSince = now },
                [new MembershipReport.Leaving("this node was told to leave the mesh")]),
            MemberPhase.Down => End("the others declared this node dead"),
            _ => (this, []),
        };

    /// <summary>Time has passed.</summary>
    public (OwnMembership Next, ImmutableArray<MembershipReport> Effects) Ticked(TimeSpan now) =>
        LeavingSince is { } since && now - since >= LeaveLimit
            ? Leave($"left the mesh without the others' consent, which had not come after {LeaveLimit.TotalSeconds:F0} s")
            : (this, []);

    /// <summary>The cluster has shut down: of a node that leaves in order, on whose end somebody waits already.</summary>
    public (OwnMembership Next, ImmutableArray<MembershipReport> Effects) ShutDown() =>
        LeavingSince is null ? End("its cluster has shut down") : (this, []);

    /// <param name="contact">A member to join through; null: none in particular.</param>
    public (OwnMembership Next, ImmutableArray<MembershipReport> Effects) End(string reason, string? contact = null)
    {
        // It was to go anyway: joining again is the last that is wanted.
        if (LeavingSince is not null)
            return Leave($"left the mesh: {reason}");
        if (HasEnded)
            return (this, []);
        ValueList<string> contacts = contact is null ? [] : [contact];
        return (this with { HasEnded = true }, [new MembershipReport.MustRejoin(reason, contacts, CanLeave: false)]);
    }

    private (OwnMembership Next, ImmutableArray<MembershipReport> Effects) Leave(string reason) =>
        HasLeft ? (this, []) : (this with { HasLeft = true }, [new MembershipReport.Left(reason)]);

    private (OwnMembership Next, ImmutableArray<MembershipReport> Effects) Joined(int members) =>
        (this with { WasUp = true }, [new MembershipReport.Joined($"member of mesh '{MeshName}' with {members} nodes")]);
}
