using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Membership;

namespace Mesh.Replication;

/// <summary>
/// One of the replicated keys: an observed-remove multi-map from service to instances, kept as one log per owner. A
/// delta has the same form (logs that know single writes only), so merging full states, deltas, late and repeated ones
/// is one operation. Only its owner writes to a log; pruning drops the log of a removed owner whole.
/// </summary>
public sealed class InstanceBucket
    : IDeltaReplicatedData<InstanceBucket, InstanceBucket>, IRemovedNodePruning<InstanceBucket>, IReplicatedDelta, IWireMessage
{
    public static readonly InstanceBucket Empty = new(ImmutableSortedDictionary<Owner, OwnerLog>.Empty);

    private readonly InstanceBucket? _delta;

    public InstanceBucket(ImmutableSortedDictionary<Owner, OwnerLog> logs)
        : this(logs, null)
    {
    }

    private InstanceBucket(ImmutableSortedDictionary<Owner, OwnerLog> logs, InstanceBucket? delta)
    {
        Logs = logs;
        _delta = delta;
    }

    public ImmutableSortedDictionary<Owner, OwnerLog> Logs { get; }

    /// <summary>What was merged in by <see cref="WithDelta"/> and is still to be sent; null: nothing.</summary>
    public InstanceBucket? Delta => _delta;

    InstanceBucket IDeltaReplicatedData<InstanceBucket, InstanceBucket>.Delta => _delta!;

    IReplicatedDelta IDeltaReplicatedData.Delta => _delta!;

    public IDeltaReplicatedData Zero => Empty;

    /// <summary>
    /// Empty: the replicator would take an owner that it does not yet know as a member for a removed one. Removed
    /// owners are known from the cluster's events, and <see cref="NeedPruningFrom"/> finds their logs.
    /// </summary>
    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => [];

    public OwnerLog LogOf(Owner owner) => Logs.GetValueOrDefault(owner, OwnerLog.Empty);

    /// <summary>A fragment that holds some writes of one owner.</summary>
    public static InstanceBucket Of(Owner owner, params ReadOnlySpan<BucketEvent> writes) =>
        new(Empty.Logs.Add(owner, OwnerLog.Of(writes)));

    public InstanceBucket With(Owner owner, OwnerLog log) => new(Logs.SetItem(owner, log));

    /// <summary>
    /// Merges a fragment and remembers it as the delta to be propagated, also when it brought nothing new: an update
    /// without a delta breaks the replicator's next propagation, a repeated delta harms nobody.
    /// </summary>
    public InstanceBucket WithDelta(InstanceBucket fragment) =>
        new(Merge(fragment).Logs, _delta is null ? fragment : _delta.Merge(fragment));

    public InstanceBucket Merge(InstanceBucket other) => Merge(this, other, null);

    /// <summary>The join; returns <paramref name="mine"/> itself when the other one knows nothing new.</summary>
    public static InstanceBucket Merge(InstanceBucket mine, InstanceBucket other, ICollection<InstanceKey>? touched)
    {
        if (ReferenceEquals(mine, other))
            return mine;
        var logs = mine.Logs;
        foreach (var (owner, theirs) in other.Logs)
        {
            var ours = mine.Logs.GetValueOrDefault(owner, OwnerLog.Empty);
            var merged = OwnerLog.Merge(ours, theirs, touched);
            if (!ReferenceEquals(merged, ours))
                logs = logs.SetItem(owner, merged);
        }

        return ReferenceEquals(logs, mine.Logs) ? mine : new InstanceBucket(logs);
    }

    public InstanceBucket Without(Owner owner) => Logs.ContainsKey(owner) ? new(Logs.Remove(owner)) : this;

    public InstanceBucket MergeDelta(InstanceBucket delta) => Merge(delta);

    public InstanceBucket ResetDelta() => _delta is null ? this : new InstanceBucket(Logs);

    public bool NeedPruningFrom(UniqueAddress removedNode) => Logs.ContainsKey(OwnerAddress.Of(removedNode));

    /// <summary>Entries do not outlive their owner, so nothing is handed to the node that prunes.</summary>
    public InstanceBucket Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        Without(OwnerAddress.Of(removedNode));

    public InstanceBucket PruningCleanup(UniqueAddress removedNode) => Without(OwnerAddress.Of(removedNode));

    IReplicatedData IReplicatedData.Merge(IReplicatedData other) => Merge((InstanceBucket)other);

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => Merge((InstanceBucket)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        Prune(removedNode, collapseInto);

    /// <summary>Equal knowledge: by the join's construction, equal prefixes and clouds mean equal entries.</summary>
    public bool SameAs(InstanceBucket other) =>
        Logs.Count == other.Logs.Count
        && Logs.All(l => other.Logs.TryGetValue(l.Key, out var log)
            && log.Version == l.Value.Version && log.Cloud.Keys.SequenceEqual(l.Value.Cloud.Keys));
}
