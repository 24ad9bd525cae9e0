using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Membership;

/// <summary>What <see cref="MembershipCore"/> wants done, in this order.</summary>
internal abstract record MembershipEffect
{
    /// <summary>A way to this member is needed from now on.</summary>
    public sealed record Connect(Owner Owner) : MembershipEffect;

    public sealed record Disconnect(Owner Owner) : MembershipEffect;

    /// <summary>Tell another member.</summary>
    public sealed record Tell(Owner To, MembershipProtocol.IPeer Message) : MembershipEffect;

    /// <summary>It was heard of now; the node's own actors know when by its contact.</summary>
    public sealed record Contact(Owner Owner) : MembershipEffect;

    /// <summary>Tell the node's own actors that a member is up, with its contact.</summary>
    public sealed record Up(MeshMember Member) : MembershipEffect;

    /// <summary>For the log: a member is up and has said who it is, in whichever order.</summary>
    public sealed record Named(MeshMember Member) : MembershipEffect;

    /// <summary>For the log: another member at another address has the same name.</summary>
    public sealed record SameName(MeshMember Member, MeshMember Other) : MembershipEffect;

    /// <summary>Tell the node's own actors that a member is leaving in order.</summary>
    public sealed record Leaving(Owner Owner) : MembershipEffect;

    /// <summary>Tell the node's own actors that a member is gone.</summary>
    public sealed record Removed(Owner Owner, Evidence Evidence) : MembershipEffect;

    /// <summary>Tell the node's own actors how a member stands.</summary>
    public sealed record Stands(Owner Owner, Standing Standing, Evidence Evidence) : MembershipEffect;

    /// <summary>Let everybody in this process see the members, oldest first.</summary>
    public sealed record Show(ImmutableArray<MeshMember> Members) : MembershipEffect;

    /// <summary>What is shown is not kept up to date any more.</summary>
    public sealed record Freeze : MembershipEffect
    {
        public static readonly Freeze Instance = new();
    }

    /// <summary>Tell the one who looks for the mesh.</summary>
    public sealed record Situation(JoinProtocol.Situation Message) : MembershipEffect;

    /// <summary>Tell the owner of the ActorSystem.</summary>
    public sealed record Report(MembershipReport Message) : MembershipEffect;

    /// <summary>Try to connect to its port.</summary>
    public sealed record Probe(Owner Owner) : MembershipEffect;

    /// <summary>Declare the member dead.</summary>
    public sealed record Down(Owner Owner, string Reason) : MembershipEffect;

    /// <summary>For the log: why somebody, or nobody, is declared dead.</summary>
    public sealed record DownReason(int Members, string Reason) : MembershipEffect;

    /// <summary>For the log: this node judges nobody for a while.</summary>
    public sealed record DoubtSelf(string Why) : MembershipEffect;
}
