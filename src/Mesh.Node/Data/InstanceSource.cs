using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;
using Mesh.Registry;
using Log = System.Collections.Immutable.ImmutableSortedDictionary<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Node.Data;

/// <summary>The instances of this node that live on, as the store's thread sees them.</summary>
internal sealed class InstanceSource : IStoredSource
{
    private readonly Lock _gate = new();
    private readonly MeshHub _hub;
    private readonly IMeshInspector _inspector;
    private readonly TimeProvider _time;
    private readonly AbsenceRule _rule = new();
    private readonly HashSet<InstanceKey> _unsettled;
    private readonly HashSet<InstanceKey> _refused = [];
    private InstanceMirror _mirror;
    private IReadOnlyList<InstanceChange> _changes = [];
    private ImmutableDictionary<InstanceKey, ServiceInstance>? _seen;
    private ImmutableDictionary<InstanceKey, ServiceInstance>? _looked;
    private IReadOnlyList<Log> _seenLogs = [];
    private IReadOnlyList<Log> _lookedLogs = [];
    private string _self = "";
    private volatile bool _isStopping;

    public InstanceSource(
        MeshHub hub, IMeshInspector inspector, TimeProvider time, IReadOnlyList<ServiceInstance> instances, IReadOnlyList<InstanceDeletion> deletions)
    {
        _hub = hub;
        _inspector = inspector;
        _time = time;
        _mirror = new InstanceMirror(instances, deletions);
        _unsettled = [.. instances.Select(i => i.Key)];
        // Before the node runs: nobody is to see again what was deregistered, not even while it is restored.
        hub.Retained.Remember(deletions.Select(d => (d.Key, d.Claim)), instances.Select(i => i.Home).Where(h => h.Length > 0));
    }

    public int Count => _mirror.Instances.Count + _mirror.Deletions.Count;

    /// <summary>It is known now what became of a stored instance: it was brought back, or somebody else's word counts.</summary>
    public void Settle(InstanceKey key)
    {
        lock (_gate)
            _unsettled.Remove(key);
    }

    /// <summary>
    /// The registry does not take a stored instance: what is stored is all that there is of it, and stays for another start, whose
    /// bounds may be others. If it is registered anew, the file follows that.
    /// </summary>
    public void Refuse(InstanceKey key)
    {
        lock (_gate)
        {
            _unsettled.Remove(key);
            _refused.Add(key);
        }
    }

    /// <summary>For the plain copy of an orderly stop.</summary>
    public IReadOnlyCollection<ServiceInstance> StoredInstances => _mirror.Instances;

    public IReadOnlyList<StoreChange> Collect()
    {
        // In this order: what is decided about the records that are looked at now is in the snapshot, or will be soon.
        var owned = _hub.OwnRegistrations;
        _lookedLogs = _hub.OwnLogs;
        var counts = _rule.Counts(_hub.State.Phase);
        _changes = [];
        InstanceDeletion[] deletions = [.. NewDeletions()];
        if (ReferenceEquals(owned, _seen) && deletions.Length == 0 && !_isStopping)
            return [];
        _self = _inspector.SelfAddress ?? _self;
        lock (_gate)
            _refused.RemoveWhere(owned.ContainsKey);
        var isOpen = false;
        _changes = _mirror.Diff(
            owned,
            key =>
            {
                if (IsRefused(key))
                    return Absence.Unknown;
                var absence = counts ? AbsenceOf(key) : Absence.Unknown;
                isOpen |= absence is Absence.Unknown;
                return absence;
            },
            _time.GetUtcNow(),
            deletions);
        // What is open is looked at again, though the node's registrations stay the same.
        _looked = isOpen ? null : owned;
        return [.. _changes.Select(c => c.ToWrite())];
    }

    public void Stored()
    {
        _mirror.Accept(_changes);
        _changes = [];
        _seen = _looked ?? _seen;
        _seenLogs = _lookedLogs;
    }

    public void Forget()
    {
        _mirror = new InstanceMirror([], []);
        _seen = null;
        _seenLogs = [];
    }

    public void BeginStop() => _isStopping = true;

    /// <summary>The deregistrations in those of this node's logs that changed since they were stored.</summary>
    private IEnumerable<InstanceDeletion> NewDeletions()
    {
        var now = _time.GetUtcNow();
        for (var i = 0; i < _lookedLogs.Count; i++)
        {
            if (i < _seenLogs.Count && ReferenceEquals(_lookedLogs[i], _seenLogs[i]))
                continue;
            foreach (var (key, record) in _lookedLogs[i])
            {
                if (record.Deleted && !_mirror.Remembers(key, record.Claim))
                    yield return new InstanceDeletion(key, record.Claim, now);
            }
        }
    }

    private bool IsRefused(InstanceKey key)
    {
        lock (_gate)
            return _refused.Contains(key);
    }

    private Absence AbsenceOf(InstanceKey key)
    {
        lock (_gate)
        {
            if (_unsettled.Contains(key))
                return Absence.Unknown;
        }

        var owner = _hub.Snapshot.Find(key.Service.Value)?.Instances.FirstOrDefault(v => v.Instance.Id == key.Id)?.Owner;
        return AbsenceRule.Of(owner is not null && owner.Address != _self, owner is not null && owner.Address == _self, _isStopping);
    }
}
