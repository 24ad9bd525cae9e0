using Mesh.Catalog;
using Mesh.Views;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Tells the registry which instances the entries of this node describe, and compares now and then.</summary>
/// <param name="rule">Which entries describe instances; null: this node derives none.</param>
internal sealed class EntryProjection(Owner self, KeyClaims store, InstanceRule? rule)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SoonInterval = TimeSpan.FromSeconds(1);

    private readonly ProjectionPlan _plan = new(self, rule, key => store.Winner(KeySlot.OfEntry(key)));
    private readonly HashSet<Octets> _touched = [];
    private readonly Dictionary<InstanceKey, TimeSpan> _lacking = [];
    private TimeSpan _reconciled;
    private bool _isLookDue;

    /// <summary>The winning claim to an entry changed.</summary>
    public void Touch(Octets key)
    {
        _touched.Add(key);
    }

    /// <summary>Registers what the entries that changed describe, and deregisters what they described before.</summary>
    public void Follow(List<KeyValueEffect> effects)
    {
        foreach (var key in _touched)
        {
            var known = store.Winner(KeySlot.OfEntry(key));
            var claim = known?.Record.Claim ?? 0;
            _isLookDue |= known is not { Record.Deleted: false };
            var (register, deregister) = _plan.Follow(key);
            if (deregister is { } gone)
                effects.Add(new KeyValueEffect.Deregister(gone, "the entry that described it is gone", claim));
            if (register is not null)
                effects.Add(new KeyValueEffect.Register(register, claim));
        }

        _touched.Clear();
    }

    /// <summary>A registration that was lost, or one too many, is found by comparing: now and then, and where an entry went.</summary>
    public void Reconcile(CatalogSnapshot catalog, TimeSpan now, List<KeyValueEffect> effects)
    {
        if (now - _reconciled < (_isLookDue ? SoonInterval : Interval))
            return;
        (_reconciled, _isLookDue) = (now, false);
        var (lacking, surplus) = _plan.Reconcile(catalog);
        foreach (var gone in _lacking.Keys.Except(lacking.Select(l => l.Instance.Key)).ToArray())
            _lacking.Remove(gone);
        foreach (var (instance, claim) in lacking)
        {
            _lacking.TryAdd(instance.Key, now);
            // It may lack for its entry's end, of which this node hears in a moment; then that counts.
            effects.Add(new KeyValueEffect.Register(instance, now - _lacking[instance.Key] < Interval ? claim : 0));
        }

        foreach (var (key, claim) in surplus)
            effects.Add(new KeyValueEffect.Deregister(key, "no entry describes it", claim));
    }
}
