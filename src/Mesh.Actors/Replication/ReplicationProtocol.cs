using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Between the registry and /user/mesh/replication of one node, and between the replication actors and registries of
/// two nodes.
/// </summary>
internal static class ReplicationProtocol
{
    public interface ILocal : INoSerializationVerificationNeeded;

    // Registry → replication, within the node

    /// <summary>Own writes of one flush: push them to the members at once and carry them to Distributed Data.</summary>
    /// <param name="AckNumber">With a number, receivers answer <see cref="PushAck"/> once their view holds it; 0: no.</param>
    public sealed record Replicate(ImmutableArray<BucketPart> Parts, PolicyTable Policies, long AckNumber) : ILocal;

    /// <summary>Push once more to members that have not confirmed.</summary>
    public sealed record PushAgain(ImmutableArray<BucketPart> Parts, long AckNumber, ImmutableArray<Owner> To) : ILocal;

    /// <summary>Writes of a member are missing here and do not come: ask it for the buckets.</summary>
    public sealed record PullFrom(Owner From, ImmutableArray<int> Indexes) : ILocal;

    /// <summary>What this node had stored is back; or it stores nothing.</summary>
    public sealed record Restored(bool Stores) : ILocal;

    // Replication → registry, within the node

    /// <summary>State or writes that came from outside. With an ack number the origin wants <see cref="PushAck"/>.</summary>
    public sealed record Arrived(ImmutableArray<BucketPart> Parts, PolicyTable Policies, Owner? From, long AckNumber) : ILocal;

    /// <summary>Owners have signed logs that are here, or on their way to here.</summary>
    public sealed record SealsArrived(ImmutableArray<OwnerSeal> Items) : ILocal;

    /// <summary>What was said to be these instances' owner's was not taken.</summary>
    public sealed record Refused(EntryRefusal<InstanceKey> Refusal) : ILocal;

    /// <summary>The replication actor began anew and asks for all of this node's own writes.</summary>
    public sealed record GetOwn : ILocal
    {
        public static readonly GetOwn Instance = new();
    }

    /// <summary>This node holds every bucket that the others hold.</summary>
    public sealed record Warmed : ILocal
    {
        public static readonly Warmed Instance = new();
    }

    /// <summary>
    /// Other members at these addresses have not brought back yet what they had stored, and no member that was ready could be asked;
    /// none: what the mesh holds is here.
    /// </summary>
    public sealed record Awaits(ImmutableArray<string> Members) : ILocal;

    /// <summary>These members store what they own, this node not among them; their addresses.</summary>
    public sealed record Storing(ImmutableSortedSet<string> Members) : ILocal;

    // Between nodes

    /// <param name="Relay">Pass on to the members below in the fan-out tree of <paramref name="From"/>.</param>
    public sealed record Push(
        Owner From, long AckNumber, bool Relay, ImmutableArray<BucketPart> Parts, PolicyTable Policies) : IWireMessage;

    /// <summary>The view of <paramref name="By"/> holds the push; goes to the origin's registry.</summary>
    public sealed record PushAck(Owner By, long AckNumber) : IWireMessage;

    /// <summary>A joining node asks what there is.</summary>
    public sealed record GetVersions(Owner From) : IWireMessage;

    /// <param name="Ready">Does the answering node itself hold everything?</param>
    /// <param name="Items">The latest write of each owner in each bucket.</param>
    public sealed record Versions(Owner From, bool Ready, ImmutableArray<BucketVersion> Items) : IWireMessage;

    /// <summary>
    /// The receiver is a member to <paramref name="By"/>, which has sent it its writes of the last moments and sends it all that follow.
    /// </summary>
    public sealed record Known(Owner By) : IWireMessage, IDeadLetterSuppression;

    /// <summary>What <paramref name="By"/> had stored is back, and was sent to the receiver as all that it writes.</summary>
    /// <param name="Stores">False: it stores nothing, and had nothing to bring back.</param>
    public sealed record Back(Owner By, bool Stores) : IWireMessage, IDeadLetterSuppression;

    /// <summary>A joining node asks for whole buckets; each comes in a <see cref="BucketState"/> of its own.</summary>
    public sealed record Pull(Owner From, ImmutableArray<int> Indexes) : IWireMessage;

    public sealed record BucketState(Owner From, BucketPart Part) : IWireMessage
    {
        /// <summary>Of logs in it that are another's than the sender's.</summary>
        public ImmutableArray<OwnerSeal> Seals { get; init; } = [];
    }

    /// <summary>Signatures of the sender's own logs, after the pushes that led to them.</summary>
    public sealed record Sealed(Owner From, ImmutableArray<Seal> Items) : IWireMessage, IDeadLetterSuppression;
}
