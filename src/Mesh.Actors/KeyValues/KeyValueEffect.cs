using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.KeyValues;

/// <summary>
/// What <see cref="KeyValueCore"/> asks of the shell, which performs a step's effects in their order. Within a flush that
/// is: <see cref="Publish"/>, <see cref="Replicate"/>, <see cref="Reply"/> and <see cref="AnswerNode"/>, and last what the
/// registry is told, so that who gets an answer sees its effect, and finds it on its way to the others.
/// </summary>
internal abstract record KeyValueEffect
{
    private KeyValueEffect()
    {
    }

    /// <summary>Tell <see cref="KeyValueInput.Flush"/> once what waits already is decided: one flush publishes it all.</summary>
    public sealed record Flush : KeyValueEffect
    {
        public static readonly Flush Instance = new();
    }

    /// <param name="Changes">In order of revision; empty when only owners or leases changed.</param>
    public sealed record Publish(KeyValueSnapshot Snapshot, IReadOnlyList<KeyChange> Changes) : KeyValueEffect;

    /// <param name="Loads">The same as the parts of messages to the other members.</param>
    /// <param name="Number">That of the first message, which its receivers confirm, as they do the next ones; 0: they do not.</param>
    public sealed record Replicate(
        ImmutableArray<OwnWrites<KeySlot, KeyRecord>> Writes,
        ImmutableArray<ImmutableArray<KeyBucketPart>> Loads,
        long Number) : KeyValueEffect
    {
        /// <summary>Of the state that the writes came to.</summary>
        public ulong Mark { get; init; }
    }

    public sealed record Reply(Requester To, KeyValueProtocol.IReply Message) : KeyValueEffect
    {
        /// <summary>The members that had not said that they hold the write; none where nobody was waited for.</summary>
        public ValueList<string> Missing { get; init; } = [];
    }

    /// <summary>This node shows what another sent it under this number.</summary>
    public sealed record Confirm(Owner To, long Number) : KeyValueEffect;

    /// <summary>Tell the members to which time this node's line of revisions has come.</summary>
    /// <param name="Mark">Of its state.</param>
    public sealed record TellReached(long Slot, ulong Mark) : KeyValueEffect;

    /// <summary>Tell <see cref="KeyValueInput.Due"/> after this time.</summary>
    public sealed record Wake(TimeSpan After) : KeyValueEffect;

    /// <summary>Writes of a member are missing here and do not come: ask it for the buckets.</summary>
    public sealed record PullFrom(Owner From, ImmutableArray<int> Indexes) : KeyValueEffect;

    /// <summary>The answer to <see cref="KeyValueInput.OwnerAsked"/>.</summary>
    public sealed record AnswerNode(Requester To, KeyReplicationProtocol.LeaseAnswer Message) : KeyValueEffect
    {
        /// <summary>It says that something was written here.</summary>
        public bool IsWrite { get; init; }
    }

    /// <summary>Another node owns the lease: ask it.</summary>
    public sealed record AskOwner(Owner To, KeyReplicationProtocol.LeaseCall Call) : KeyValueEffect;

    /// <summary>An entry describes this instance.</summary>
    /// <param name="Claim">Of the entry that describes the instance; 0: more than anybody has claimed.</param>
    public sealed record Register(ServiceInstance Instance, long Claim = 0) : KeyValueEffect;

    /// <param name="Claim">Of the end of its entry; 0: more than anybody has claimed.</param>
    public sealed record Deregister(InstanceKey Key, string Reason, long Claim = 0) : KeyValueEffect;
}
