using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>
/// What becomes of other owners' instances when the owner is silent or removed. The leased and the floating are adopted;
/// of the anchored this node keeps the place, until their node is back and takes them again.
/// </summary>
internal sealed class Adoption
{
    private readonly Owner _self;
    private readonly CatalogView _view;
    private readonly CatalogEvents _events;
    private readonly Registrations _own;
    private readonly TimeSpan _reapAfter;
    private readonly Dictionary<InstanceKey, TimeSpan> _kept = [];
    // Whoever keeps their places: the next one to do so goes on counting.
    private readonly Dictionary<InstanceKey, TimeSpan> _away = [];
    private Moment _now;

    /// <param name="reapAfter">How long the place of an anchored instance is kept.</param>
    /// <param name="places">What this incarnation had kept before its registry was started again.</param>
    public Adoption(
        Owner self, CatalogView view, CatalogEvents events, Registrations own, TimeSpan reapAfter, ImmutableDictionary<InstanceKey, KeptPlace> places, Moment now)
    {
        (_self, _view, _events, _own, _reapAfter, _now) = (self, view, events, own, reapAfter, now);
        view.Takes = Take;
        own.PlaceWritten = Note;
        Places = places.RemoveRange(places.Keys.Where(k => view.Place(k) is null));
        foreach (var key in Places.Keys)
            Note(key);
    }

    /// <summary>What this node keeps for nodes that are away, as it was written last.</summary>
    public ImmutableDictionary<InstanceKey, KeptPlace> Places { get; private set; } = ImmutableDictionary<InstanceKey, KeptPlace>.Empty;

    public void RemoveMember(Owner owner, Evidence evidence, Moment now)
    {
        _now = now;
        foreach (var record in _view.RemoveMember(owner))
        {
            var change = Lifetimes.Settled(record) switch
            {
                Lifetime.Owned => "removed with its owner",
                Lifetime.Anchored => $"critical: its node {record.Home} is away",
                _ => "its owner was removed, another takes it over",
            };
            if (record.Life is Lifetime.Anchored)
                _away.TryAdd(record.Key, now.At);
            _events.Record(record.Key, now, change, evidence);
        }
    }

    /// <summary>Claims the record of an owner that is silent or gone.</summary>
    /// <param name="change">What the word that came here makes of the record.</param>
    public void Adopt(ServiceInstance record, Func<ServiceInstance, ServiceInstance> change, Moment now, string reason)
    {
        var adopted = change(CheckRecords.Orphaned(record));
        _own.Own(adopted, now, new Evidence(Causes.Adopted, _self.Address, reason), record.Claim + ClaimSteps.Adoption);
    }

    /// <summary>Adopts what removed owners left where it is this node's turn, and takes back what others kept for it.</summary>
    public void Tick(Moment now)
    {
        _now = now;
        _view.Tick();
        Reap(now);
    }

    /// <summary>
    /// Instances of this node whose place others kept are here again; their checks begin anew. What others removed though it
    /// lives here stays.
    /// </summary>
    public void TakeBack(Moment now)
    {
        _own.Contest(now);
        foreach (var claim in _view.TakeHomecoming())
        {
            var evidence = new Evidence(Causes.NodeRestarted, _self.Address, $"its node is back; {claim.Owner} kept its place");
            _own.Own(CheckRecords.Unchecked(claim.Record), now, evidence, claim.Record.Claim + ClaimSteps.Adoption);
        }
    }

    /// <summary>Takes up a place that was kept before, with what was ordered there.</summary>
    public void Keep(KeptPlace place, Moment now, Evidence evidence)
    {
        _now = now;
        Places = Places.SetItem(place.Record.Key, place);
        _own.WritePlace(place.Record);
        _events.Record(place.Record.Key, now, $"critical: its node {place.Record.Home} is away", evidence);
    }

    /// <summary>What a removed owner left, or one that leaves, is this node's from now on.</summary>
    public void TakeNow(InstanceKey key, Moment now)
    {
        _now = now;
        if (_view.Holder(key) is { } left && left.Owner != _self && !_view.Stays(left.Owner) && Lifetimes.LivesOn(left.Record))
            Take(left);
    }

    private bool Take(Claim<ServiceInstance> claim)
    {
        var record = claim.Record;
        // What it may not write is left to the others, who line up for it too.
        if (_view.MayWrite?.Invoke(record.Service) is false)
            return true;
        if (record.Life is Lifetime.Anchored && record.Home != _self.Address)
        {
            _own.WritePlace(record with { Claim = record.Claim + ClaimSteps.Adoption });
            return true;
        }

        Adopt(record, static r => r, _now, $"{record.Life.ToString().ToLowerInvariant()}, and its owner was removed");
        return true;
    }

    private void Note(InstanceKey key)
    {
        if (_view.Place(key) is not { } record)
            return;
        var seen = _away.TryGetValue(key, out var since) ? _now.At - since : TimeSpan.Zero;
        var began = Places.GetValueOrDefault(key)?.Since ?? _now.Wall - seen;
        Places = Places.SetItem(key, new KeptPlace(record, began));
        // From here on the time runs by a clock that nobody sets.
        if (_now.Wall - began is var age && age < TimeSpan.Zero)
            age = TimeSpan.Zero;
        _kept.TryAdd(key, _now.At - age);
    }

    private void Reap(Moment now)
    {
        foreach (var key in _away.Keys.Where(k => !IsAway(k)).ToArray())
            _away.Remove(key);
        if (_kept.Count == 0)
            return;
        foreach (var (key, since) in _kept.ToArray())
        {
            if (_view.Place(key) is { } record)
            {
                if (now.At - since < _reapAfter)
                    continue;
                var detail = $"its node {record.Home} was away for {_reapAfter.TotalHours:0.#} h";
                _own.Remove(key, now, new Evidence(Causes.DeregisterTime, _self.Address, detail), record.Claim + ClaimSteps.Expiry);
            }

            _kept.Remove(key);
            Places = Places.Remove(key);
        }
    }

    /// <summary>Nobody keeps its place yet, or somebody does.</summary>
    private bool IsAway(InstanceKey key) =>
        _view.Holder(key) is { } holder && (!_view.Members.ContainsKey(holder.Owner) || Lifetimes.IsAway(holder.Record, holder.Owner));
}
