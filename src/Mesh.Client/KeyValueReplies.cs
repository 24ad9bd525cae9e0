using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Client;

/// <summary>What the calls of <see cref="IMeshKeyValues"/> answer: for each call a closed set of cases.</summary>
public static class KeyValueReplies
{
    /// <summary>Any of them.</summary>
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

    /// <param name="Revision">That of the batch; that of the node when the batch changed nothing.</param>
    /// <param name="Snapshot">Holds the writes. Its revision is that of the batch, or a later one.</param>
    /// <param name="Previous">For each write of the batch the entries that it replaced or deleted.</param>
    public sealed record Applied(
        long Revision, KeyValueSnapshot Snapshot, ImmutableArray<ImmutableArray<KeyValue>> Previous) : IApplyReply;

    /// <summary>A condition does not hold in the snapshot; nothing was written.</summary>
    public sealed record ConditionFailed(KeyValueSnapshot Snapshot) : IApplyReply;

    /// <param name="Ttl">Seconds, perhaps raised to the least.</param>
    public sealed record Granted(long Lease, long Ttl) : IGrantReply;

    public sealed record LeaseExists(long Lease) : IGrantReply;

    /// <param name="Ttl">Seconds until it ends, unless renewed again.</param>
    public sealed record KeptAlive(long Lease, long Ttl) : IKeepAliveReply;

    /// <summary>The lease and its keys are gone, in one revision of its owner.</summary>
    public sealed record Revoked(long Lease) : IRevokeReply;

    /// <param name="Ttl">Seconds granted.</param>
    /// <param name="Seconds">Seconds left.</param>
    /// <param name="Keys">In bytewise order.</param>
    public sealed record Remaining(long Lease, long Ttl, long Seconds, ImmutableArray<Octets> Keys) : ITimeToLiveReply;

    public sealed record LeaseNotFound(long Lease) : IApplyReply, IKeepAliveReply, IRevokeReply, ITimeToLiveReply;

    /// <summary>A bound of the whole mesh is reached, or of who asks.</summary>
    /// <param name="What">"entries", "bytes" or "leases".</param>
    public sealed record Full(string What, long Bound) : IApplyReply, IGrantReply
    {
        /// <summary>Whose bound it is, and by which name, in words; empty: the mesh's.</summary>
        public string Reason { get; init; } = "";
    }

    /// <summary>The input is out of bounds; nothing was changed.</summary>
    public sealed record Rejected(ValueList<InvalidField> Faults) : IApplyReply, IGrantReply;

    /// <summary>This node cannot answer now; nothing is known of the outcome when the lease is another node's.</summary>
    /// <param name="Reason">One readable line.</param>
    public sealed record Unavailable(string Reason)
        : IApplyReply, IGrantReply, IKeepAliveReply, IRevokeReply, ITimeToLiveReply;
}
