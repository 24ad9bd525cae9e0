using Mesh.KeyValues;
using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>The entries and leases of this node, as the store's thread sees them.</summary>
internal sealed class KeySource(KeyValueHub keys, MeshHub hub, IReadOnlyList<KeyRecord> stored) : IStoredSource
{
    private readonly KeyMirror _mirror = new(stored);
    private readonly AbsenceRule _rule = new();
    private volatile bool _isRestored;
    private volatile bool _isStopping;

    public int Count => _mirror.Count;

    /// <summary>What was stored is back, as far as it counts: from now on what the node does not own is not to be stored.</summary>
    public void Settle() => _isRestored = true;

    public IReadOnlyList<StoreChange> Collect()
    {
        // In this order: a node that starts again owns nothing for a while, and must not be seen ready meanwhile.
        var before = _rule.Counts(hub.State.Phase);
        var own = keys.OwnRecords();
        var counts = before && _rule.Counts(hub.State.Phase) && _isRestored;
        return _mirror.Diff(own, counts ? AbsenceOf : null);
    }

    public void Stored() => _mirror.Accept();

    public void Forget() => _mirror.Forget();

    public void BeginStop() => _isStopping = true;

    private Absence AbsenceOf(KeySlot slot)
    {
        if (!_isStopping)
            return Absence.Deleted;
        var snapshot = keys.Snapshot;
        var isShown = slot.Space is KeySpace.Lease ? snapshot.Leases.Contains(slot.Lease) : snapshot.Find(slot.Name) is not null;
        return AbsenceRule.Of(isShown, shownAsOwn: false, isStopping: true);
    }
}
