using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;
using InstanceLogs = Mesh.Replication.OwnerLogs<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Registry;

/// <summary>
/// The merge of all that a node has seen: every bucket, who is a member and in what standing, and the policies. Turns
/// them into what callers see: of several claims to one key the highest counts, and only entries of members. Without
/// clock, I/O or Akka; the registry actor owns one and feeds it.
/// </summary>
internal sealed class CatalogView
{
    private readonly Owner _self;
    private readonly InstanceLogs _logs;
    private readonly Dictionary<Owner, Standing> _members = [];
    private readonly HashSet<InstanceKey> _touched = [];
    private readonly HashSet<InstanceKey> _held = [];
    private readonly HashSet<string> _dirty = [];
    private readonly Dictionary<string, ImmutableSortedDictionary<InstanceId, InstanceView>> _services = [];
    private ImmutableDictionary<string, ServiceView> _views = ImmutableDictionary<string, ServiceView>.Empty;

    /// <param name="published">
    /// What callers see already: the view begins there, and tells as changes only what comes to differ from it.
    /// </param>
    /// <param name="hold">
    /// What was published stays until something newer is known or <see cref="Release"/>: a node that starts again does
    /// not know yet what is gone and what it has merely not heard of.
    /// </param>
    public CatalogView(Owner self, InstanceBucket[] buckets, CatalogSnapshot? published = null, bool hold = false)
    {
        _self = self;
        _logs = new InstanceLogs(self, buckets, BucketKeys.IndexOf);
        _members[self] = Standing.Confirmed;
        _touched.UnionWith(_logs.Keys);
        if (published is null)
            return;
        _views = published.Services;
        foreach (var (name, view) in published.Services)
        {
            _services[name] = view.Instances.ToImmutableSortedDictionary(i => i.Instance.Id, i => i);
            (hold ? _held : _touched).UnionWith(view.Instances.Select(i => i.Instance.Key));
        }
    }

    public PolicyTable Policies { get; private set; } = PolicyTable.Empty;

    public IReadOnlyDictionary<Owner, Standing> Members => _members;

    public bool HasWork => _touched.Count > 0 || _dirty.Count > 0 || _logs.HasWritten;

    /// <summary>Entries whose owner is not a member. The view hides them; once pruning is done there are none.</summary>
    public int OwnerlessEntries =>
        _logs.Buckets.Sum(b => b.Logs.Where(l => !_members.ContainsKey(l.Key)).Sum(l => l.Value.Live.Count));

    /// <summary>This node's own next write to a key; null removes.</summary>
    public void Write(InstanceKey key, ServiceInstance? record)
    {
        _logs.Write(key, record);
        _held.Remove(key);
        _touched.Add(key);
    }

    /// <summary>From here on, what is not here is gone.</summary>
    public void Release()
    {
        _touched.UnionWith(_held);
        _held.Clear();
    }

    /// <summary>The writes since the last call, as fragments to replicate.</summary>
    public ImmutableArray<BucketPart> TakeWritten() =>
        [.. _logs.TakeWritten().Select(w => new BucketPart(w.Index, InstanceBucket.Of(_self, w.Writes.AsSpan())))];

    public void Merge(BucketPart part) => _logs.Merge(part.Index, part.Bucket, _touched);

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
        if (_members.TryGetValue(owner, out var old) && old == standing)
            return false;
        _members[owner] = standing;
        Touch(owner);
        return true;
    }

    /// <summary>Hides all the owner's entries and drops its logs; returns the records that were in the view.</summary>
    public IReadOnlyList<ServiceInstance> RemoveMember(Owner owner)
    {
        if (owner == _self || !_members.ContainsKey(owner))
            return [];
        var visible = KeysOf(owner).Select(k => Winner(k)!.Instance).ToList();
        Touch(owner);
        _members.Remove(owner);
        _logs.Drop(owner);
        return visible;
    }

    /// <summary>The keys that this owner holds, no other claim being higher.</summary>
    public IEnumerable<InstanceKey> KeysOf(Owner owner) => _logs.KeysOf(owner).Where(k => Winner(k)?.Owner == owner);

    /// <summary>The instance as the last flush showed it.</summary>
    public InstanceView? Find(InstanceKey key) =>
        _services.TryGetValue(key.Service.Value, out var service) ? service.GetValueOrDefault(key.Id) : null;

    /// <summary>What this node itself has written for the key.</summary>
    public ServiceInstance? FindOwn(InstanceKey key) => _logs.Own(key);

    /// <summary>The highest claim to a key by anybody, member or not; 0: none.</summary>
    public long HighestClaim(InstanceKey key) => _logs.ClaimsTo(key).Select(c => c.Record.Claim).DefaultIfEmpty().Max();

    /// <summary>Does another member hold a record of that key too?</summary>
    public bool IsHeldByOthers(InstanceKey key) =>
        _logs.ClaimsTo(key).Any(c => c.Owner != _self && _members.ContainsKey(c.Owner));

    /// <summary>The winning claim among the members.</summary>
    public InstanceView? Winner(InstanceKey key) => _logs.Winner(key, _members) is { } claim
        ? new InstanceView(claim.Record, claim.Owner, _members[claim.Owner])
        : null;

    public IEnumerable<BucketVersion> Versions() => _logs.Versions();

    /// <summary>All of this node's own writes, as fragments.</summary>
    public ImmutableArray<BucketPart> OwnLogs() =>
        [.. _logs.OwnLogs().Select(w => new BucketPart(w.Index, InstanceBucket.Empty.With(_self, w.State)))];

    public InstanceBucket Bucket(int index) => _logs.Bucket(index);

    public bool HasBucket(int index) => _logs.HasIndex(index);

    /// <summary>Brings the services up to date and returns what changed; empty when callers see no difference.</summary>
    public CatalogFlush Flush(long revision, SelectionContext selection)
    {
        var changes = ImmutableArray.CreateBuilder<CatalogChange>();
        var befores = ImmutableArray.CreateBuilder<InstanceView?>();
        foreach (var key in _touched.Order())
        {
            var before = Find(key);
            if (Change(key, before, revision) is not { } change)
                continue;
            changes.Add(change);
            befores.Add(before);
            if (change.Kind is ChangeKind.Removed)
                selection.Loads.Forget(key);
        }

        foreach (var name in _dirty)
            Rebuild(name, revision, selection);
        var policiesOnly = changes.Count == 0 && _dirty.Count > 0;
        _touched.Clear();
        _dirty.Clear();
        return new CatalogFlush(changes.ToImmutable(), befores.ToImmutable(), _views, policiesOnly);
    }

    private CatalogChange? Change(InstanceKey key, InstanceView? before, long revision)
    {
        var after = Winner(key);
        if (after is not null)
            _held.Remove(key);
        if (after == before || _held.Contains(key))
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
        if (!_services.TryGetValue(name, out var instances))
        {
            _views = _views.Remove(name);
            return;
        }

        ImmutableArray<InstanceView> array = [.. instances.Values];
        var service = array[0].Instance.Service;
        var policy = Policies.Entries.TryGetValue(service, out var entry) ? entry.Policy : ServicePolicy.Default;
        var endpoints = EndpointSet.Build(array, policy, selection, _views.GetValueOrDefault(name)?.Endpoints);
        _views = _views.SetItem(name, new ServiceView(service, revision, array, policy, endpoints));
    }

    private void Touch(Owner owner) => _touched.UnionWith(_logs.KeysOf(owner));
}
