using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>
/// The places that this node keeps for nodes that are away, as the store's thread sees them: what operators order of them is to
/// outlast a restart of this node as of any other.
/// </summary>
internal sealed class PlaceSource(MeshHub hub, IReadOnlyList<KeptPlace> stored) : IStoredSource
{
    private readonly AbsenceRule _rule = new();
    private readonly Lock _gate = new();
    private readonly HashSet<InstanceKey> _refused = [];
    private Dictionary<InstanceKey, KeptPlace> _stored = stored.ToDictionary(p => p.Record.Key);
    private Dictionary<InstanceKey, KeptPlace?> _changes = [];
    private ImmutableDictionary<InstanceKey, KeptPlace>? _seen;
    private ImmutableDictionary<InstanceKey, KeptPlace>? _looked;
    private volatile bool _isRestored;
    private volatile bool _isStopping;

    /// <summary>What was stored is back, as far as it counts: from now on what is not kept is not to be stored.</summary>
    public void Settle() => _isRestored = true;

    /// <summary>The registry does not take what is stored of it, which stays for another start.</summary>
    public void Refuse(InstanceKey key)
    {
        lock (_gate)
            _refused.Add(key);
    }

    public IReadOnlyList<StoreChange> Collect()
    {
        // In this order: a node that starts again keeps nothing for a while, and must not be seen ready meanwhile.
        var before = _rule.Counts(hub.State.Phase);
        var places = hub.Retained.Places;
        var counts = before && _rule.Counts(hub.State.Phase) && _isRestored && !_isStopping;
        _changes = [];
        if (ReferenceEquals(places, _seen) && _stored.Count == places.Count)
            return [];
        _looked = places;
        lock (_gate)
            _refused.RemoveWhere(places.ContainsKey);
        foreach (var (key, place) in places)
        {
            if (_stored.GetValueOrDefault(key) != place)
                _changes[key] = place;
        }

        if (counts)
        {
            foreach (var key in _stored.Keys.Where(k => !places.ContainsKey(k) && !IsRefused(k)))
                _changes[key] = null;
        }

        return [.. _changes.Select(c => new StoreChange(StoredRows.PlaceOf(c.Key), c.Value is { } place ? StoredRows.Of(place) : null))];
    }

    private bool IsRefused(InstanceKey key)
    {
        lock (_gate)
            return _refused.Contains(key);
    }

    public void Stored()
    {
        foreach (var (key, place) in _changes)
        {
            if (place is null)
                _stored.Remove(key);
            else
                _stored[key] = place;
        }

        _changes = [];
        _seen = _looked;
    }

    public void Forget()
    {
        _stored = [];
        _seen = null;
    }

    public void BeginStop() => _isStopping = true;
}
