using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <summary>What <see cref="MembershipCore"/> is told.</summary>
internal abstract record MembershipInput
{
    /// <summary>The cluster or remoting says something.</summary>
    public sealed record Cluster(ClusterProtocol.IMessage Message) : MembershipInput;

    /// <summary>Another node says something.</summary>
    public sealed record Peer(MembershipProtocol.IPeer Message) : MembershipInput;

    /// <summary>The node's own doors have opened, or closed.</summary>
    public sealed record DoorsOpened(ValueMap<string> Doors) : MembershipInput;

    /// <summary>A caller in this process has evidence against a member.</summary>
    public sealed record Accused(Owner Owner, Evidence Evidence) : MembershipInput;

    /// <summary>A message of it arrived elsewhere in this process.</summary>
    public sealed record Heard(Owner Owner) : MembershipInput;

    /// <summary>An attempt to connect to its port ended.</summary>
    public sealed record Probed(Owner Owner, PortState State) : MembershipInput;

    /// <summary>Before any message is handled: after a pause the mailbox is read before the timer comes.</summary>
    public sealed record Awake : MembershipInput
    {
        public static readonly Awake Instance = new();
    }

    /// <summary>The timer of <see cref="SelfDoubt.Interval"/> came.</summary>
    public sealed record Tick : MembershipInput
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>The time of <see cref="MembershipCore.DueIn"/> is over.</summary>
    public sealed record Due : MembershipInput
    {
        public static readonly Due Instance = new();
    }
}
