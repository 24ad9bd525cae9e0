using Mesh.Catalog;
using Mesh.Membership.Liveness;
using Mesh.Views;

namespace Mesh.Membership;

/// <summary>What <see cref="Roster"/> keeps of one member.</summary>
/// <param name="Hello">Null until it has introduced itself.</param>
/// <param name="IsTold">Were the node's own actors told that it is up?</param>
internal sealed record MemberEntry(SeenMember Seen, MembershipProtocol.Hello? Hello, bool IsTold)
{
    public bool IsUp => Seen.Phase is not (MemberPhase.Joining or MemberPhase.Down);

    public bool IsLeaving => Seen.Phase is MemberPhase.Leaving or MemberPhase.Exiting;

    public MeshMember View(Standing standing, bool isSelf) => new(
        Seen.Owner,
        Hello is null ? "" : Hello.Name.Length > 0 ? Hello.Name : Seen.Owner.Address,
        PhaseText(Seen.Phase),
        standing,
        Seen.Roles,
        Hello?.Zone ?? "",
        Hello?.Version ?? "",
        isSelf)
    {
        Doors = Hello?.Doors ?? ValueMap<string>.Empty,
    };

    private static string PhaseText(MemberPhase phase) => phase switch
    {
        MemberPhase.Joining => "joining",
        MemberPhase.WeaklyUp => "weaklyup",
        MemberPhase.Up => "up",
        MemberPhase.Leaving => "leaving",
        MemberPhase.Exiting => "exiting",
        _ => "down",
    };
}
