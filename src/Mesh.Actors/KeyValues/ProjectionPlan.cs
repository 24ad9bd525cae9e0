using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Views;

namespace Mesh.KeyValues;

/// <summary>
/// Which instances this node registers for the entries that it owns. Pure: told of each entry that changed, it answers
/// with what to register and to deregister; a look at the registry's snapshot finds what got lost.
/// </summary>
internal sealed class ProjectionPlan(Owner self, InstanceRule rule)
{
    private readonly Dictionary<Octets, ServiceInstance> _derived = [];
    private readonly Dictionary<InstanceKey, Octets> _sources = [];

    public bool IsEmpty => _derived.Count == 0;

    /// <summary>An entry changed.</summary>
    /// <param name="claim">The winning claim, live or not; null: there is none.</param>
    public (ServiceInstance? Register, InstanceKey? Deregister) Follow(Octets key, Claim<KeyRecord>? claim)
    {
        var wanted = claim is { Record.Deleted: false } live ? Derive(live.Record) : null;
        var isOwn = claim is { } held && held.Owner == self;
        _derived.Remove(key, out var before);
        InstanceKey? gone = null;
        // Where another node took the entry over, it registers the same instance under a higher claim, and this one yields.
        if (before is not null && before.Key != wanted?.Key && _sources.GetValueOrDefault(before.Key) == key)
        {
            _sources.Remove(before.Key);
            gone = before.Key;
        }

        if (wanted is null || !isOwn)
            return (null, gone);
        _derived[key] = wanted;
        _sources[wanted.Key] = key;
        return (wanted, gone);
    }

    /// <summary>What the registry lacks, and what of this node's it has too much.</summary>
    /// <param name="find">
    /// The live entry of a key, whoever owns it: an instance may be adopted by another node than its entry.
    /// </param>
    public (IReadOnlyList<ServiceInstance> Register, IReadOnlyList<InstanceKey> Deregister) Reconcile(
        CatalogSnapshot snapshot, Func<Octets, KeyRecord?> find)
    {
        var lacking = _derived.Values
            .Where(i => snapshot.Find(i.Service.Value)?.Instances.Any(v => v.Instance.Id == i.Id) is not true);
        var surplus = snapshot.Services.Values.SelectMany(s => s.Instances)
            .Where(v => v.Owner == self && DerivedInstances.IsDerived(v.Instance) && !_sources.ContainsKey(v.Instance.Key))
            .Where(v => !IsDescribed(v.Instance, find))
            .Select(v => v.Instance.Key);
        var result = (lacking.ToArray(), surplus.ToArray());
        foreach (var (instance, key) in _sources.ToArray())
        {
            // Handed over with its entry: once the other node's registration has won, this one has nothing left to watch.
            if (!_derived.ContainsKey(key) && OwnerOf(snapshot, instance) != self)
                _sources.Remove(instance);
        }

        return result;
    }

    private static Owner? OwnerOf(CatalogSnapshot snapshot, InstanceKey key) =>
        snapshot.Find(key.Service.Value)?.Instances.FirstOrDefault(v => v.Instance.Id == key.Id)?.Owner;

    private bool IsDescribed(ServiceInstance instance, Func<Octets, KeyRecord?> find) =>
        DerivedInstances.SourceOf(instance) is { } key && find(key) is { } record && Derive(record)?.Key == instance.Key;

    private ServiceInstance? Derive(KeyRecord record)
    {
        var mark = Convert.ToBase64String(record.Slot.Name.Span);
        if (mark.Length > InstanceLimits.MetadataValueLength || rule(record.Slot.Name, record.Value) is not { } instance)
            return null;
        var marked = instance with
        {
            // It lives as long as its entry, at whichever node: the lease of the entry is the instance's own.
            Life = record.Lease != 0 ? Lifetime.Leased : Lifetime.Floating,
            Metadata = ValueMap<string>.From([.. instance.Metadata, new(DerivedInstances.KeyMetadata, mark)]),
        };
        return InstanceValidation.Check(marked).Count == 0 ? marked : null;
    }
}
