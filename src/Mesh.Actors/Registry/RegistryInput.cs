using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>What <see cref="RegistryCore"/> is told.</summary>
internal abstract record RegistryInput
{
    private RegistryInput()
    {
    }

    /// <summary>The first of all: the core takes up what was there before.</summary>
    public sealed record Started : RegistryInput
    {
        public static readonly Started Instance = new();
    }

    /// <param name="IsForwarded">The sender takes this node for the owner.</param>
    /// <param name="Reach">How long the answer waits for the members that can be reached to hold the change; 0: it does not.</param>
    public sealed record Command(
        RegistryProtocol.ICommand Value, Requester From, bool IsForwarded = false, TimeSpan Reach = default) : RegistryInput;

    /// <summary>The time is over that <see cref="RegistryEffect.Wake"/> asked for.</summary>
    public sealed record Due : RegistryInput
    {
        public static readonly Due Instance = new();
    }

    /// <summary>A heartbeat actor saw a transition.</summary>
    public sealed record HealthChanged(HeartbeatProtocol.HealthChanged Change) : RegistryInput;

    /// <summary>A heartbeat actor saw a transition of one named check.</summary>
    public sealed record CheckChanged(HeartbeatProtocol.CheckChanged Change) : RegistryInput;

    /// <summary>Critical for longer than its deregister time.</summary>
    public sealed record Lapsed(HeartbeatProtocol.Lapsed Report) : RegistryInput;

    /// <summary>State or writes that came from outside.</summary>
    public sealed record Arrived(ReplicationProtocol.Arrived Message) : RegistryInput;

    /// <summary>A member holds the push with this number.</summary>
    public sealed record Confirmed(Owner By, long Number) : RegistryInput;

    /// <summary>This node holds every bucket that the others hold.</summary>
    public sealed record Warmed : RegistryInput
    {
        public static readonly Warmed Instance = new();
    }

    public sealed record MemberSeen(Owner Member, Standing Standing, OwnerContact Contact) : RegistryInput;

    public sealed record StandingChanged(Owner Member, Standing Standing, Evidence Evidence) : RegistryInput;

    /// <summary>The member leaves in order: what cannot live without it is offered no more.</summary>
    public sealed record MemberLeaving(Owner Member) : RegistryInput;

    public sealed record MemberRemoved(Owner Member, Evidence Evidence) : RegistryInput;

    /// <summary>Another node's line of indexes has come so far.</summary>
    public sealed record IndexesReached(ImmutableArray<ReachedIndex> Items) : RegistryInput;

    /// <summary>Time went on; comes several times a second.</summary>
    public sealed record Tick : RegistryInput
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>The answer to <see cref="RegistryEffect.Flush"/>.</summary>
    public sealed record Flush : RegistryInput
    {
        public static readonly Flush Instance = new();
    }
}
