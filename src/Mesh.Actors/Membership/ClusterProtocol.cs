using System.Collections.Immutable;
using Akka.Actor;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <summary>What <see cref="ClusterEventsActor"/> tells membership, in the project's own words.</summary>
internal static class ClusterProtocol
{
    public interface IMessage : INoSerializationVerificationNeeded;

    /// <summary>All members, after any change.</summary>
    public sealed record Members(ImmutableArray<SeenMember> OldestFirst) : IMessage;

    /// <param name="InOrder">It left; false: it was removed as dead.</param>
    public sealed record Gone(Owner Owner, bool InOrder) : IMessage;

    public sealed record LinkUp(string Address) : IMessage;

    public sealed record LinkDown(string Address) : IMessage;

    /// <summary>A peer refuses this incarnation for good.</summary>
    public sealed record Quarantined(string By) : IMessage;

    /// <summary>The cluster extension of this node has shut down; what it said of the others while doing so is not passed on.</summary>
    public sealed record Ended : IMessage
    {
        public static readonly Ended Instance = new();
    }
}
