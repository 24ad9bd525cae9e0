using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.KeyValues;

/// <summary>
/// Between /user/mesh/keyvalues and /user/mesh/key-replication of one node, and between those of two nodes. What a joining
/// node asks is <see cref="ReplicationProtocol.GetVersions"/> and Pull, what confirms a push PushAck, as of the registry.
/// </summary>
internal static class KeyReplicationProtocol
{
    public interface ILocal : INoSerializationVerificationNeeded;

    // Store → replication, within the node

    /// <summary>Own writes of one flush: push them to the members at once and carry them to Distributed Data.</summary>
    /// <param name="Loads">The same as the parts of messages; none while there is nobody to send them to.</param>
    /// <param name="Number">
    /// That of the first message; receivers answer <see cref="ReplicationProtocol.PushAck"/> to each once their node shows it.
    /// 0: they do not.
    /// </param>
    public sealed record Replicate(
        ImmutableArray<OwnWrites<KeySlot, KeyRecord>> Parts,
        ImmutableArray<ImmutableArray<KeyBucketPart>> Loads,
        long Number) : ILocal
    {
        /// <summary>Of the state that the writes came to, see <see cref="StateDigest"/>.</summary>
        public ulong Mark { get; init; }
    }

    // Replication → store, within the node

    /// <summary>State or writes that came from outside.</summary>
    /// <param name="Mark">Of the state that the sender came to by it; 0: it is not said.</param>
    public sealed record Arrived(ImmutableArray<KeyBucketPart> Parts, Owner? From, long Number, ulong Mark = 0) : ILocal;

    /// <summary>The replication actor began anew and asks for all of this node's own logs.</summary>
    public sealed record GetOwn : ILocal
    {
        public static readonly GetOwn Instance = new();
    }

    /// <summary>This node holds every bucket that the others hold.</summary>
    public sealed record Warmed : ILocal
    {
        public static readonly Warmed Instance = new();
    }

    // Between nodes

    /// <param name="Relay">Pass on to the members below in the fan-out tree of <paramref name="From"/>.</param>
    /// <param name="Number">The origin wants <see cref="ReplicationProtocol.PushAck"/> with it; 0: it does not.</param>
    public sealed record KeyPush(Owner From, bool Relay, ImmutableArray<KeyBucketPart> Parts, long Number) : IWireMessage
    {
        /// <summary>Of the state that the origin came to by these writes, see <see cref="StateDigest"/>; 0: they are a part of them.</summary>
        public ulong Mark { get; init; }
    }

    /// <summary>
    /// The sender's line of revisions has come to this time by what its receivers number otherwise, or not at all: who is behind
    /// makes a revision without a change, so that equal states have equal numbers.
    /// </summary>
    /// <param name="Mark">Of the sender's state: only who has the same follows.</param>
    public sealed record KeyReached(long Slot, ulong Mark) : IWireMessage, IDeadLetterSuppression;

    public sealed record KeyBucketState(Owner From, KeyBucketPart Part) : IWireMessage
    {
        /// <summary>Of logs in it that are another's than the sender's.</summary>
        public ImmutableArray<OwnerSeal> Seals { get; init; } = [];
    }

    /// <summary>A renewal of, or a question about, a lease that the receiver owns; not passed on a second time.</summary>
    /// <param name="Number">The asker's own, which the answer repeats.</param>
    public sealed record LeaseCall(long Number, LeaseVerb Verb, long Lease) : IWireMessage, IDeadLetterSuppression
    {
        /// <summary>Of a grant: the seconds that are asked for.</summary>
        public long Ttl { get; init; }
    }

    /// <param name="Found">False: no such lease, or, of a grant, there is one already; the rest is empty then.</param>
    /// <param name="Ttl">Seconds granted.</param>
    /// <param name="Seconds">Seconds left.</param>
    /// <param name="Keys">After a question about the lease: in bytewise order.</param>
    public sealed record LeaseAnswer(long Number, bool Found, long Ttl, long Seconds, ImmutableArray<Octets> Keys)
        : IWireMessage, IDeadLetterSuppression;
}
