using Akka.Actor;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Membership;

/// <summary>What membership keeps of one member. Mutable; belongs to the actor.</summary>
internal sealed class MemberEntry(SeenMember seen, OwnerContact contact, ICanTell peer)
{
    public SeenMember Seen { get; set; } = seen;

    public OwnerContact Contact { get; } = contact;

    public ICanTell Peer { get; } = peer;

    /// <summary>Null until it has introduced itself.</summary>
    public MembershipProtocol.Hello? Hello { get; set; }

    /// <summary>The first ping number whose answer is younger than the evidence.</summary>
    public long AnswersCountFrom { get; set; }

    /// <summary>Was MemberUp told?</summary>
    public bool Told { get; set; }

    public (PortState State, int Times) Port { get; set; }

    public bool Probing { get; set; }

    public bool IsUp => Seen.Phase is not (MemberPhase.Joining or MemberPhase.Down);

    public MeshMember View(Standing standing, bool isSelf) => new(
        Seen.Owner,
        Hello is null ? "" : Hello.Name.Length > 0 ? Hello.Name : Seen.Owner.Address,
        PhaseText(Seen.Phase),
        standing,
        Seen.Roles,
        Hello?.Zone ?? "",
        Hello?.Version ?? "",
        isSelf);

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
