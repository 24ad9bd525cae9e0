using System.Collections.Immutable;
using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>The calls of the key-value store and the closed set of answers to each.</summary>
internal static class KeyValueProtocol
{
    // Replies

    public interface IReply;

    /// <summary>Applied, ConditionFailed, LeaseNotFound, Full, Rejected, Unavailable.</summary>
    public interface IApplyReply : IReply;

    /// <summary>Granted, LeaseExists, Full, Rejected, Unavailable.</summary>
    public interface IGrantReply : IReply;

    /// <summary>KeptAlive, LeaseNotFound, Unavailable.</summary>
    public interface IKeepAliveReply : IReply;

    /// <summary>Revoked, LeaseNotFound, Unavailable.</summary>
    public interface IRevokeReply : IReply;

    /// <summary>Remaining, LeaseNotFound, Unavailable.</summary>
    public interface ITimeToLiveReply : IReply;

    /// <param name="Snapshot">Holds the writes. Its revision is that of the batch, or a later one.</param>
    /// <param name="Revision">That of the batch; that of the node when the batch changed nothing.</param>
    /// <param name="Previous">For each write of the batch the entries that it replaced or deleted.</param>
    public sealed record Applied(
        long Revision, KeyValueSnapshot Snapshot, ImmutableArray<ImmutableArray<KeyValue>> Previous)
        : IApplyReply, INoSerializationVerificationNeeded;

    /// <summary>A condition does not hold in the snapshot; nothing was written.</summary>
    public sealed record ConditionFailed(KeyValueSnapshot Snapshot) : IApplyReply, INoSerializationVerificationNeeded;

    /// <param name="Ttl">Seconds, perhaps raised to the least.</param>
    public sealed record Granted(long Lease, long Ttl) : IGrantReply, INoSerializationVerificationNeeded;

    public sealed record LeaseExists(long Lease) : IGrantReply, INoSerializationVerificationNeeded;

    /// <param name="Ttl">Seconds until it ends, unless renewed again.</param>
    public sealed record KeptAlive(long Lease, long Ttl) : IKeepAliveReply;

    /// <summary>The lease and its keys are gone, in one revision of its owner.</summary>
    public sealed record Revoked(long Lease) : IRevokeReply;

    /// <param name="Ttl">Seconds granted.</param>
    /// <param name="Seconds">Seconds left.</param>
    /// <param name="Keys">In bytewise order.</param>
    public sealed record Remaining(long Lease, long Ttl, long Seconds, ImmutableArray<Octets> Keys) : ITimeToLiveReply;

    public sealed record LeaseNotFound(long Lease)
        : IApplyReply, IKeepAliveReply, IRevokeReply, ITimeToLiveReply;

    /// <summary>A bound of the whole mesh is reached.</summary>
    /// <param name="What">"entries", "bytes" or "leases".</param>
    public sealed record Full(string What, long Bound) : IApplyReply, IGrantReply, INoSerializationVerificationNeeded;

    public sealed record Rejected(ValueList<InvalidField> Faults)
        : IApplyReply, IGrantReply, INoSerializationVerificationNeeded;

    /// <summary>What was stored is back, as far as nothing newer was known.</summary>
    public sealed record Restored : IReply, INoSerializationVerificationNeeded
    {
        public static readonly Restored Instance = new();
    }

    /// <summary>This node cannot answer now; nothing is known of the outcome when the lease is another node's.</summary>
    public sealed record Unavailable(string Reason)
        : IApplyReply, IGrantReply, IKeepAliveReply, IRevokeReply, ITimeToLiveReply;
}
