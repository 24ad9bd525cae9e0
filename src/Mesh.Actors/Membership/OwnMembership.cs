using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <summary>How far this incarnation is with being a member, and whether it can go on. Pure.</summary>
/// <param name="WasUp">It has been up, and said so.</param>
/// <param name="HasEnded">It cannot go on, or leaves: the last view of the members is kept as it was.</param>
internal sealed record OwnMembership(string MeshName, bool WasUp, bool HasEnded)
{
    public static OwnMembership Start(string meshName) => new(meshName, false, false);

    /// <param name="phase">How the cluster shows this node; null: not at all.</param>
    /// <param name="members">How many there are.</param>
    public (OwnMembership Next, ImmutableArray<MembershipReport> Effects) Shown(MemberPhase? phase, int members) => phase switch
    {
        MemberPhase.Up or MemberPhase.WeaklyUp when !WasUp => Joined(members),
        MemberPhase.Leaving or MemberPhase.Exiting when !HasEnded =>
            (this with { HasEnded = true }, [new MembershipReport.Leaving("this node was told to leave the mesh")]),
        MemberPhase.Down => End("the others declared this node dead"),
        _ => (this, []),
    };

    /// <param name="contact">A member to join through; null: none in particular.</param>
    public (OwnMembership Next, ImmutableArray<MembershipReport> Effects) End(string reason, string? contact = null)
    {
        if (HasEnded)
            return (this, []);
        ValueList<string> contacts = contact is null ? [] : [contact];
        return (this with { HasEnded = true }, [new MembershipReport.MustRejoin(reason, contacts, CanLeave: false)]);
    }

    private (OwnMembership Next, ImmutableArray<MembershipReport> Effects) Joined(int members) =>
        (this with { WasUp = true }, [new MembershipReport.Joined($"member of mesh '{MeshName}' with {members} nodes")]);
}
