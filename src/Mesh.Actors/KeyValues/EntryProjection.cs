using Mesh.Catalog;
using Mesh.Views;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Tells the registry which instances the entries of this node describe, and compares now and then.</summary>
/// <param name="rule">Which entries describe instances; null: none, and nothing is remembered.</param>
internal sealed class EntryProjection(Owner self, KeyClaims store, InstanceRule? rule)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ProjectionPlan? _plan = rule is null ? null : new ProjectionPlan(self, rule);
    private readonly HashSet<Octets> _touched = [];
    private TimeSpan _reconciled;

    /// <summary>The winning claim to an entry changed.</summary>
    public void Touch(Octets key)
    {
        if (_plan is not null)
            _touched.Add(key);
    }

    /// <summary>Registers what the entries that changed describe, and deregisters what they described before.</summary>
    public void Follow(List<KeyValueEffect> effects)
    {
        if (_plan is null || _touched.Count == 0)
            return;
        foreach (var key in _touched)
        {
            var (register, deregister) = _plan.Follow(key, store.Winner(KeySlot.OfEntry(key)));
            if (deregister is { } gone)
                effects.Add(new KeyValueEffect.Deregister(gone, "the entry that described it is gone"));
            if (register is not null)
                effects.Add(new KeyValueEffect.Register(register));
        }

        _touched.Clear();
    }

    /// <summary>A registration that was lost, or one too many, is found by comparing.</summary>
    public void Reconcile(CatalogSnapshot catalog, TimeSpan now, List<KeyValueEffect> effects)
    {
        if (_plan is null || now - _reconciled < Interval)
            return;
        _reconciled = now;
        var (lacking, surplus) = _plan.Reconcile(
            catalog, key => store.Winner(KeySlot.OfEntry(key)) is { Record: { Deleted: false } live } ? live : null);
        foreach (var instance in lacking)
            effects.Add(new KeyValueEffect.Register(instance));
        foreach (var key in surplus)
            effects.Add(new KeyValueEffect.Deregister(key, "no entry describes it"));
    }
}
