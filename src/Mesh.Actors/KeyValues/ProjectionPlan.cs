using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Views;

namespace Mesh.KeyValues;

/// <summary>
/// Which instances this node registers for the entries that it owns. Pure: told of each entry that changed, it answers
/// with what to register and to deregister; a look at the registry's snapshot finds what got lost.
/// <para>
/// A derived instance lives as long as its entry, whoever holds the two: nodes that derive nothing adopt entries and
/// instances like any others, so whoever holds an instance takes it out once its entry is gone.
/// </para>
/// </summary>
/// <param name="rule">Null: this node derives nothing.</param>
/// <param name="find">The winning claim to an entry, live or not; null: there is none.</param>
internal sealed class ProjectionPlan(Owner self, InstanceRule? rule, Func<Octets, Claim<KeyRecord>?> find)
{
    private readonly Dictionary<Octets, ServiceInstance> _derived = [];
    private readonly Dictionary<InstanceKey, Octets> _sources = [];

    public bool IsEmpty => _derived.Count == 0;

    /// <summary>An entry changed.</summary>
    public (ServiceInstance? Register, InstanceKey? Deregister) Follow(Octets key)
    {
        if (rule is null)
            return (null, null);
        var claim = find(key);
        var wanted = claim is { Record.Deleted: false } live ? Derive(live.Record) : null;
        InstanceKey? gone = null;
        if (_derived.Remove(key, out var before) && _sources.TryGetValue(before.Key, out var source) && source == key)
        {
            _sources.Remove(before.Key);
            // Where another node took the entry over, it registers the same instance under a higher claim, and this one yields.
            gone = before.Key == wanted?.Key ? null : before.Key;
        }

        if (wanted is null || claim?.Owner != self)
            return (null, gone);
        _derived[key] = wanted;
        _sources[wanted.Key] = key;
        return (wanted, gone);
    }

    /// <summary>What the registry lacks, and what it has too much: without an entry, or beside the one that its entry describes.</summary>
    /// <remarks>With the claim of the entry, or of its end; 0: of none is known.</remarks>
    public (IReadOnlyList<(ServiceInstance Instance, long Claim)> Register, IReadOnlyList<(InstanceKey Key, long Claim)> Deregister) Reconcile(CatalogSnapshot snapshot)
    {
        var lacking = _derived
            .Where(d => snapshot.Find(d.Value.Service.Value)?.Instances.Any(v => v.Instance.Id == d.Value.Id) is not true)
            .Select(d => (d.Value, find(d.Key)?.Record.Claim ?? 0));
        var surplus = snapshot.Services.Values.SelectMany(s => s.Instances).Where(IsSurplus).Select(v => (v.Instance.Key, EndOf(v.Instance)));
        return (lacking.ToArray(), surplus.ToArray());
    }

    private long EndOf(ServiceInstance instance) =>
        DerivedInstances.KeyOf(instance) is { } key && find(key) is { Record: { Deleted: true } end } ? end.Claim : 0;

    private bool IsSurplus(InstanceView view)
    {
        if (DerivedInstances.KeyOf(view.Instance) is not { } key)
            return false;
        if (_derived.TryGetValue(key, out var described))
            return described.Key != view.Instance.Key;
        // Whoever deleted the entry sees to it too: the holder of the instance may be gone.
        return find(key) is { } claim ? claim.Record.Deleted && (claim.Owner == self || view.Owner == self) : view.Owner == self;
    }

    private ServiceInstance? Derive(KeyRecord record)
    {
        var mark = Convert.ToBase64String(record.Slot.Name.Span);
        if (rule!(record.Slot.Name, record.Value) is not { } instance)
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
