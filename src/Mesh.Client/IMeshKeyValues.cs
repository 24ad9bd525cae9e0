using Mesh.KeyValues;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Client;

/// <summary>
/// The replicated key-value store of the mesh. Keys and values are opaque bytes. Reading is synchronous, from a local
/// snapshot; writing changes this node's view at once and the other nodes' soon. Of two writes of one key at two nodes
/// the later claim wins in the end, on every node. There is no mutual exclusion between nodes.
/// </summary>
public interface IMeshKeyValues
{
    KeyValueSnapshot Snapshot { get; }

    /// <summary>Changes up to this revision are forgotten: a reader at it or later can go on, one before it cannot.</summary>
    long CompactRevision { get; }

    /// <summary>Applies a batch as a whole or not at all; the answer comes when <see cref="Snapshot"/> holds it.</summary>
    Task<IApplyReply> ApplyAsync(KeyBatch batch, CancellationToken cancellation = default);

    /// <summary>
    /// What changed after a revision of this node, and a task that ends with the next change. One less than a revision
    /// stands for the revision before it, so that "from revision R on" is asked for as R - 1.
    /// </summary>
    KeyChanges ChangesSince(long revision);

    /// <summary>The snapshot as it was at a revision of this node; null when it lies before the window or in the future.</summary>
    KeyValueSnapshot? SnapshotAt(long revision);

    /// <summary>Forgets the changes up to a revision of this node.</summary>
    void Compact(long revision);

    /// <summary>Grants a lease.</summary>
    /// <param name="lease">The number that the client wants; 0: the node chooses.</param>
    /// <param name="ttl">Seconds; fewer than <see cref="KeyValueLimits.MinTtl"/> are raised to it.</param>
    Task<IGrantReply> GrantAsync(long lease, long ttl, CancellationToken cancellation = default);

    /// <summary>Renews a lease, wherever its owner is.</summary>
    Task<IKeepAliveReply> KeepAliveAsync(long lease, CancellationToken cancellation = default);

    /// <summary>Ends a lease and deletes its keys.</summary>
    Task<IRevokeReply> RevokeAsync(long lease, CancellationToken cancellation = default);

    Task<ITimeToLiveReply> TimeToLiveAsync(long lease, CancellationToken cancellation = default);
}
