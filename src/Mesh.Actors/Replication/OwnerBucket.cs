using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Membership;

namespace Mesh.Replication;

/// <summary>
/// One replicated key: an observed-remove map, kept as one log per owner. A delta has the same form (logs that know
/// single writes only), so merging full states, deltas, late and repeated ones is one operation. Only its owner writes
/// to a log; pruning drops the log of a removed owner whole.
/// </summary>
/// <typeparam name="TSelf">The bucket itself; each kind of record has a type of its own, for each has its own bytes.</typeparam>
/// <typeparam name="TKey">What entries are found by.</typeparam>
/// <typeparam name="TRecord">What an entry holds.</typeparam>
internal abstract class OwnerBucket<TSelf, TKey, TRecord>
    : IDeltaReplicatedData<TSelf, TSelf>, IRemovedNodePruning<TSelf>, IReplicatedDelta, IWireMessage
    where TSelf : OwnerBucket<TSelf, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    private readonly TSelf? _delta;

    private protected OwnerBucket(ImmutableSortedDictionary<Owner, OwnerLog<TKey, TRecord>> logs, TSelf? delta)
    {
        Logs = logs;
        _delta = delta;
    }

    public ImmutableSortedDictionary<Owner, OwnerLog<TKey, TRecord>> Logs { get; }

    /// <summary>What was merged in by <see cref="WithDelta(TSelf)"/> and is still to be sent; null: nothing.</summary>
    public TSelf? Delta => _delta;

    TSelf IDeltaReplicatedData<TSelf, TSelf>.Delta => _delta!;

    IReplicatedDelta IDeltaReplicatedData.Delta => _delta!;

    public IDeltaReplicatedData Zero => Make(ImmutableSortedDictionary<Owner, OwnerLog<TKey, TRecord>>.Empty, null);

    /// <summary>
    /// Empty: the replicator would take an owner that it does not yet know as a member for a removed one. Removed
    /// owners are known from the cluster's events, and <see cref="NeedPruningFrom"/> finds their logs.
    /// </summary>
    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => [];

    public OwnerLog<TKey, TRecord> LogOf(Owner owner) => Logs.GetValueOrDefault(owner, OwnerLog<TKey, TRecord>.Empty);

    public TSelf With(Owner owner, OwnerLog<TKey, TRecord> log) => Make(Logs.SetItem(owner, log), null);

    /// <summary>
    /// Merges a fragment and remembers it as the delta to be propagated, also when it brought nothing new: an update
    /// without a delta breaks the replicator's next propagation, a repeated delta harms nobody.
    /// </summary>
    public TSelf WithDelta(TSelf fragment) => WithDelta(fragment, fragment);

    /// <summary>The same where the result of the writes is at hand: merges that and sends the writes.</summary>
    public TSelf WithDelta(TSelf state, TSelf fragment)
    {
        ArgumentNullException.ThrowIfNull(fragment);
        return Make(Merge(state).Logs, _delta is null ? fragment : _delta.Merge(fragment));
    }

    public TSelf Merge(TSelf other) => Merge((TSelf)this, other, null);

    /// <summary>The join; returns <paramref name="mine"/> itself when the other one knows nothing new.</summary>
    public static TSelf Merge(TSelf mine, TSelf other, ICollection<TKey>? touched)
    {
        ArgumentNullException.ThrowIfNull(mine);
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(mine, other))
            return mine;
        var logs = mine.Logs;
        foreach (var (owner, theirs) in other.Logs)
        {
            var ours = mine.LogOf(owner);
            var merged = OwnerLog<TKey, TRecord>.Merge(ours, theirs, touched);
            if (!ReferenceEquals(merged, ours))
                logs = logs.SetItem(owner, merged);
        }

        return ReferenceEquals(logs, mine.Logs) ? mine : mine.Make(logs, null);
    }

    public TSelf Without(Owner owner) => Logs.ContainsKey(owner) ? Make(Logs.Remove(owner), null) : (TSelf)this;

    public TSelf MergeDelta(TSelf delta) => Merge(delta);

    public TSelf ResetDelta() => _delta is null ? (TSelf)this : Make(Logs, null);

    public bool NeedPruningFrom(UniqueAddress removedNode) => Logs.ContainsKey(OwnerAddress.Of(removedNode));

    /// <summary>Entries do not outlive their owner, so nothing is handed to the node that prunes.</summary>
    public TSelf Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Without(OwnerAddress.Of(removedNode));

    public TSelf PruningCleanup(UniqueAddress removedNode) => Without(OwnerAddress.Of(removedNode));

    IReplicatedData IReplicatedData.Merge(IReplicatedData other) => Merge((TSelf)other);

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => Merge((TSelf)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        Prune(removedNode, collapseInto);

    /// <summary>Equal knowledge: by the join's construction, equal prefixes and clouds mean equal entries.</summary>
    public bool SameAs(TSelf other) =>
        Logs.Count == other.Logs.Count
        && Logs.All(l => other.Logs.TryGetValue(l.Key, out var log)
            && log.Version == l.Value.Version && log.Cloud.Keys.SequenceEqual(l.Value.Cloud.Keys));

    private protected abstract TSelf Make(ImmutableSortedDictionary<Owner, OwnerLog<TKey, TRecord>> logs, TSelf? delta);
}
