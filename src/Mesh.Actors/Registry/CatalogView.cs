using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;
using InstanceAdoption = Mesh.Replication.ClaimAdoption<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using InstanceClaim = Mesh.Replication.Claim<Mesh.Catalog.ServiceInstance>;
using InstanceClaims = Mesh.Replication.ClaimStore<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using InstanceLosses = Mesh.Replication.LostClaims<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using InstanceState = Mesh.Replication.ClaimState<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using InstanceTombstones = Mesh.Replication.Tombstones<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Registry;

/// <summary>
/// The merge of all that a node has seen: every bucket, who is a member and in what standing, and the policies. Turns
/// them into what callers see: of several claims to one key the highest counts, among those of members and those that a
/// removed one left behind to be taken over. A deregistration is a claim too. Without clock, I/O or Akka; the registry
/// actor owns one and feeds it.
/// </summary>
internal sealed class CatalogView
{
    private const int MaxLeft = 1_024;

    private readonly Owner _self;
    private readonly ImmutableHashSet<string> _formerHomes;
    private readonly InstanceState _state;
    private readonly InstanceClaims _store;
    private readonly InstanceTombstones _tombstones;
    private readonly InstanceLosses _lost;
    private readonly InstanceAdoption _adoption;
    private readonly Dictionary<Owner, Standing> _left = [];
    private readonly HashSet<Owner> _leaving = [];
    private readonly HashSet<InstanceKey> _yielded = [];
    private readonly HashSet<InstanceKey> _homecoming = [];
    private readonly HashSet<InstanceKey> _touched = [];
    private readonly HeldInstances _held;
    private readonly HashSet<string> _dirty = [];
    private readonly Dictionary<string, ImmutableSortedDictionary<InstanceId, InstanceView>> _services = [];
    private ImmutableDictionary<string, ServiceView> _views = ImmutableDictionary<string, ServiceView>.Empty;
    private TimeSpan _now;

    /// <param name="published">
    /// What callers see already: the view begins there, and tells as changes only what comes to differ from it.
    /// </param>
    /// <param name="hold">
    /// What was published stays until something newer is known or <see cref="Release"/>: a node that starts again does
    /// not know yet what is gone and what it has merely not heard of.
    /// </param>
    public CatalogView(Owner self, InstanceBucket[] buckets, CatalogSnapshot? published = null, bool hold = false, TimeSpan now = default)
        : this(InstanceState.Of(self, buckets), published, hold, now)
    {
    }

    /// <inheritdoc cref="CatalogView(Owner, InstanceBucket[], CatalogSnapshot, bool, TimeSpan)"/>
    /// <param name="formerHomes">Addresses that this node has had.</param>
    public CatalogView(
        InstanceState state, CatalogSnapshot? published, bool hold, TimeSpan now, ImmutableHashSet<string>? formerHomes = null)
    {
        _self = state.Self;
        _held = new HeldInstances(_self);
        _formerHomes = formerHomes ?? [];
        _now = now;
        _state = state;
        _store = new InstanceClaims(state, BucketKeys.IndexOf, Changed);
        var calm = new Calm(_self, state.Members);
        _tombstones = new InstanceTombstones(_self, _store, calm);
        _lost = new InstanceLosses(_self, _store, _tombstones);
        _adoption = new InstanceAdoption(
            state, _store, _tombstones, calm, static key => key.ToString(), Lifetimes.LivesOn, claim => Takes?.Invoke(claim) is true);
        _adoption.Load(_now, static r => r.Deleted);
        Indexes = new IndexLine(published ?? CatalogSnapshot.Empty);
        if (published is null)
            return;
        _views = published.Services;
        foreach (var (name, view) in published.Services)
        {
            _services[name] = view.Instances.ToImmutableSortedDictionary(i => i.Instance.Id, i => i);
            if (!hold)
                _touched.UnionWith(view.Instances.Select(i => i.Instance.Key));
        }

        if (hold)
            _held.Begin(published.Services.Values.SelectMany(s => s.Instances).Select(i => i.Instance.Key));
    }

    public PolicyTable Policies { get; private set; } = PolicyTable.Empty;

    public IReadOnlyDictionary<Owner, Standing> Members => _state.Members;

    public IndexLine Indexes { get; }

    /// <summary>Is there anything to bring up to date?</summary>
    public bool HasWork => _touched.Count > 0 || _dirty.Count > 0 || (_state.IsWarm && _homecoming.Count > 0);

    /// <summary>This incarnation has seen every bucket that the others hold.</summary>
    public bool IsWarm => _state.IsWarm;

    /// <summary>Are there writes of this node's to be replicated?</summary>
    public bool HasWritten => _store.HasWritten;

    /// <summary>Entries whose owner is not a member. The view hides them, and they go within a minute.</summary>
    public int OwnerlessEntries => _store.Ownerless;

    /// <summary>Deregistrations that this node remembers.</summary>
    public int Tombstones => _tombstones.Count;

    /// <summary>What this node had left behind, so that it is asserted once more: records that it held without owning them.</summary>
    public ImmutableArray<ServiceInstance> Inherited => _state.Inherited;

    /// <summary>Takes over a record that a removed owner left behind, or keeps its place; false: it is to be adopted as it is.</summary>
    public Func<InstanceClaim, bool>? Takes { get; set; }

    /// <summary>May this node write instances of a service? Null: of all.</summary>
    public Func<ServiceName, bool>? MayWrite { get; init; }

    /// <summary>Does an entry describe the instance, and do clients renew its lease at this node? Null: none does.</summary>
    public Func<ServiceInstance, bool>? IsHeard { get; init; }

    /// <summary>The time of what follows.</summary>
    public void At(TimeSpan now) => _now = now;

    /// <summary>This node's own next write to a key.</summary>
    public void Write(InstanceKey key, ServiceInstance record)
    {
        _store.Write(key, record);
        _touched.Add(key);
    }

    /// <summary>There is nothing under the key from here on, whoever holds it.</summary>
    public void Remove(InstanceKey key, long claim)
    {
        _tombstones.Remove(key, claim, _now);
        _touched.Add(key);
    }

    /// <summary>Time went on: what removed owners left is adopted in turn, and what no longer counts is dropped.</summary>
    public void Tick()
    {
        _adoption.Tick(_now);
        _lost.Tick(_now);
        _tombstones.Tick(_now);
        _adoption.RemoveStrangers(_now);
        _touched.UnionWith(_held.Expire(_now));
    }

    /// <summary>From here on, what is not here is gone.</summary>
    public void Release()
    {
        _state.IsWarm = true;
        _touched.UnionWith(_held.Release(Claim, Find, Members, _now));
    }

    /// <summary>The writes since the last call, as fragments to replicate.</summary>
    public ImmutableArray<BucketPart> TakeWritten() =>
        [.. _store.TakeWritten().Select(w => new BucketPart(w.Index, InstanceBucket.Of(_self, w.Writes.AsSpan())))];

    public void Merge(BucketPart part) => _store.Merge([(part.Index, part.Bucket)]);

    public bool MergePolicies(PolicyTable table)
    {
        var merged = Policies.Merge(table);
        if (ReferenceEquals(merged, Policies))
            return false;
        foreach (var (service, entry) in merged.Entries)
        {
            if (Policies.Entries.GetValueOrDefault(service) != entry)
                _dirty.Add(service.Value);
        }

        Policies = merged;
        return true;
    }

    /// <summary>False when nothing changed by it.</summary>
    public bool SetMember(Owner owner, Standing standing)
    {
        var isKnown = _state.Members.TryGetValue(owner, out var old);
        if (isKnown && old == standing)
            return false;
        _adoption.SetMember(owner, standing, _now);
        _held.Seen(owner, _now);
        Touch(owner);
        return true;
    }

    /// <summary>The member goes in order: what needs it is out of rotation before it has gone.</summary>
    public void SetLeaving(Owner owner)
    {
        if (_state.Members.ContainsKey(owner) && _leaving.Add(owner))
            Touch(owner);
    }

    /// <summary>
    /// Drops the owner's logs; returns the records that were in the view. Those that share the owner's life are hidden at
    /// once, the others stay until somebody has taken them over.
    /// </summary>
    public IReadOnlyList<ServiceInstance> RemoveMember(Owner owner)
    {
        if (owner == _self || !_state.Members.TryGetValue(owner, out var standing))
            return [];
        ServiceInstance[] visible = [.. KeysOf(owner).Select(k => _store.Live(k)!.Value.Record)];
        Touch(owner);
        // What is shown of it meanwhile takes seconds; those of long ago are not asked for.
        if (_left.Count >= MaxLeft)
            _left.Clear();
        _left[owner] = standing;
        _leaving.Remove(owner);
        _adoption.RemoveMember(owner, _now);
        return visible;
    }

    /// <summary>The keys that this owner holds, no other claim being higher.</summary>
    public IEnumerable<InstanceKey> KeysOf(Owner owner) => _store.KeysOf(owner).Where(k => _store.Live(k)?.Owner == owner).Distinct();

    /// <summary>The instance as the last flush showed it.</summary>
    public InstanceView? Find(InstanceKey key) =>
        _services.TryGetValue(key.Service.Value, out var service) ? service.GetValueOrDefault(key.Id) : null;

    /// <summary>What this node itself has written for the key.</summary>
    public ServiceInstance? FindOwn(InstanceKey key) => _store.Own(key) is { Deleted: false } own ? own : null;

    /// <summary>What a write claims.</summary>
    public long NextClaim(InstanceKey key, DateTimeOffset wall) => ClaimSteps.Whole(_store.NextClaim(key, wall));

    /// <summary>The winning claim, a deregistration too; null: nothing is known of the key.</summary>
    public InstanceClaim? Claim(InstanceKey key) => _store.Winner(key);

    /// <summary>The winning claim, where it says that there is an instance: who decides about it.</summary>
    public InstanceClaim? Holder(InstanceKey key) => _store.Live(key);

    /// <summary>What another node holds of an instance that this one has claimed over it; null: nothing, or it was deregistered.</summary>
    public ServiceInstance? Hidden(InstanceKey key) => _store.Hidden(key);

    /// <summary>The record of another node's instance whose place this node keeps; null: it keeps none.</summary>
    public ServiceInstance? Place(InstanceKey key) =>
        Holder(key) is { } holder && holder.Owner == _self && Lifetimes.IsAway(holder.Record, _self) ? holder.Record : null;

    /// <summary>A member that is not about to go: it can be asked.</summary>
    public bool Stays(Owner owner) => _state.Members.ContainsKey(owner) && !_leaving.Contains(owner);

    public Standing StandingOf(Owner owner) => _state.Members.TryGetValue(owner, out var standing)
        ? standing
        : _left.GetValueOrDefault(owner, Standing.Unreachable);

    /// <summary>The winning claim as callers see it: what is away from its node is critical, and shown there.</summary>
    public InstanceView? Winner(InstanceKey key)
    {
        if (_store.Live(key) is not { } claim)
            return null;
        var (record, owner) = claim;
        if (Lifetimes.IsAway(record, owner))
            return new InstanceView(Lifetimes.Waiting(record), new Owner(record.Home, 0), Standing.Unreachable);
        if (Lifetimes.NeedsItsNode(record) && !Stays(owner))
            return new InstanceView(Lifetimes.Waiting(record), owner, Standing.Unreachable);
        return new InstanceView(record, owner, StandingOf(owner));
    }

    /// <summary>Keys that others have deregistered since the last <see cref="TakeYielded"/>.</summary>
    public InstanceKey[] Ended => [.. _yielded.Where(k => Claim(k) is { Record.Deleted: true } end && end.Owner != _self).Order()];

    /// <summary>Keys of this node that others have claimed, or deregistered, since the last call.</summary>
    public InstanceKey[] TakeYielded()
    {
        InstanceKey[] taken = [.. _yielded.Where(k => Claim(k)?.Owner != _self && !IsComingHome(k)).Order()];
        _yielded.Clear();
        return taken;
    }

    /// <summary>Instances of this node whose place another keeps, once everything is known of them.</summary>
    public InstanceClaim[] TakeHomecoming()
    {
        if (!_state.IsWarm || _homecoming.Count == 0)
            return [];
        InstanceClaim[] taken = [.. _homecoming.Order().Where(IsComingHome).Select(k => _store.Live(k)!.Value)];
        _homecoming.Clear();
        return taken;
    }

    public IEnumerable<BucketVersion> Versions() => _store.Versions();

    /// <inheritdoc cref="ClaimStore{TBucket, TKey, TRecord}.HasHeirless"/>
    public bool HasHeirless => _store.HasHeirless;

    /// <inheritdoc cref="ClaimStore{TBucket, TKey, TRecord}.TakeGaps"/>
    public IEnumerable<(Owner From, ImmutableArray<int> Indexes)> TakeGaps() => _store.TakeGaps();

    /// <summary>All of this node's own writes, as fragments.</summary>
    public ImmutableArray<BucketPart> OwnLogs() =>
        [.. _store.OwnLogs().Select(w => new BucketPart(w.Index, InstanceBucket.Empty.With(_self, w.State)))];

    public InstanceBucket Bucket(int index) => _store.Bucket(index);

    public bool HasBucket(int index) => _store.HasBucket(index);

    /// <summary>Brings the services up to date and returns what changed; empty when callers see no difference.</summary>
    public CatalogFlush Flush(long revision, SelectionContext selection)
    {
        var changes = ImmutableArray.CreateBuilder<CatalogChange>();
        var befores = ImmutableArray.CreateBuilder<InstanceView?>();
        var isFirst = _state.Members.Keys.All(m => _self <= m);
        foreach (var key in _touched.Order())
        {
            var before = Find(key);
            if (Change(key, before, revision) is not { } change)
                continue;
            var after = change.Kind is ChangeKind.Removed ? null : change.Instance;
            var isTold = isFirst || (after ?? before)?.Owner == _self;
            Indexes.Change(key.Service.Value, before, after, Claim(key)?.Record.Claim ?? 0, isTold);
            changes.Add(change);
            befores.Add(before);
            if (change.Kind is ChangeKind.Removed)
                selection.Loads.Forget(key);
        }

        foreach (var name in _dirty)
            Indexes.Touch(name, isFirst);
        foreach (var name in Indexes.InOrder(_dirty))
            Rebuild(name, revision, selection);
        var policiesOnly = changes.Count == 0 && _dirty.Count > 0;
        _touched.Clear();
        _dirty.Clear();
        return new CatalogFlush(changes.ToImmutable(), befores.ToImmutable(), _views, policiesOnly);
    }

    /// <summary>Another node's indexes have come so far: those of equal content follow.</summary>
    public void Reach(IEnumerable<ReachedIndex> reached)
    {
        foreach (var one in reached)
        {
            var view = _views.GetValueOrDefault(one.Name);
            if (Indexes.Reach(one, view?.Index) is { } index)
                _views = _views.SetItem(one.Name, view!.At(index));
        }
    }

    /// <summary>What the others have to hear of since the last call.</summary>
    public ImmutableArray<ReachedIndex> TakeUntold() => Indexes.TakeUntold(name => _views.GetValueOrDefault(name)?.Index);

    private CatalogChange? Change(InstanceKey key, InstanceView? before, long revision)
    {
        var after = Winner(key);
        if (_held.Keeps(key, Claim(key), before) || after == before)
            return null;
        var name = key.Service.Value;
        var service = _services.GetValueOrDefault(name, ImmutableSortedDictionary<InstanceId, InstanceView>.Empty);
        service = after is null ? service.Remove(key.Id) : service.SetItem(key.Id, after);
        if (service.IsEmpty)
            _services.Remove(name);
        else
            _services[name] = service;
        _dirty.Add(name);
        return after is null
            ? new CatalogChange(revision, key.Service, ChangeKind.Removed, before)
            : new CatalogChange(revision, key.Service, before is null ? ChangeKind.Added : ChangeKind.Updated, after);
    }

    private void Rebuild(string name, long revision, SelectionContext selection)
    {
        var before = _views.GetValueOrDefault(name);
        if (!_services.TryGetValue(name, out var instances))
        {
            Indexes.Leave(name, before?.Index);
            _views = _views.Remove(name);
            return;
        }

        ImmutableArray<InstanceView> array = [.. instances.Values];
        var service = array[0].Instance.Service;
        var policy = Policies.Entries.TryGetValue(service, out var entry) ? entry.Policy : ServicePolicy.Default;
        var endpoints = EndpointSet.Build(array, policy, selection, before?.Endpoints);
        var index = Indexes.Step(name, before?.Index);
        _views = _views.SetItem(name, new ServiceView(service, revision, array, policy, endpoints) { Index = index });
    }

    private void Touch(Owner owner) => _touched.UnionWith(_store.KeysOf(owner));

    private bool IsComingHome(InstanceKey key) => _store.Live(key) is { } claim
        && claim.Owner != _self
        && claim.Record.Life is Lifetime.Anchored
        && (claim.Record.Home == _self.Address
            // Another node may have come to live where this one has been.
            || (_formerHomes.Contains(claim.Record.Home) && Lifetimes.IsAway(claim.Record, claim.Owner)));

    private void Changed(InstanceKey key, InstanceClaim? before, InstanceClaim? after)
    {
        _touched.Add(key);
        _lost.Changed(key, after, _now);
        if (after is not { } claim || claim.Owner == _self)
            return;
        _yielded.Add(key);
        if (IsComingHome(key))
            _homecoming.Add(key);
    }
}
