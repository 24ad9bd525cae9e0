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
    private Moment _now;

    /// <param name="reapAfter">How long the place of an anchored instance is kept.</param>
    public Adoption(Owner self, CatalogView view, CatalogEvents events, Registrations own, TimeSpan reapAfter)
    {
        (_self, _view, _events, _own, _reapAfter) = (self, view, events, own, reapAfter);
        view.Takes = Take;
    }

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

    /// <summary>Instances of this node whose place others kept are here again; their checks begin anew.</summary>
    public void ComeHome(Moment now)
    {
        foreach (var claim in _view.TakeHomecoming())
        {
            var evidence = new Evidence(Causes.NodeRestarted, _self.Address, $"its node is back; {claim.Owner} kept its place");
            _own.Own(CheckRecords.Unchecked(claim.Record), now, evidence, claim.Record.Claim + ClaimSteps.Adoption);
        }
    }

    private bool Take(Claim<ServiceInstance> claim)
    {
        var record = claim.Record;
        // What it may not write is left to the others, who line up for it too.
        if (_view.MayWrite?.Invoke(record.Service) is false)
            return true;
        if (record.Life is Lifetime.Anchored && record.Home != _self.Address)
        {
            _kept[record.Key] = _now.At;
            return false;
        }

        Adopt(record, static r => r, _now, $"{record.Life.ToString().ToLowerInvariant()}, and its owner was removed");
        return true;
    }

    private void Reap(Moment now)
    {
        if (_kept.Count == 0)
            return;
        foreach (var (key, since) in _kept.ToArray())
        {
            if (_view.Holder(key) is not { } holder || holder.Owner != _self || !Lifetimes.IsAway(holder.Record, _self))
            {
                _kept.Remove(key);
            }
            else if (now.At - since >= _reapAfter)
            {
                _kept.Remove(key);
                var detail = $"its node {holder.Record.Home} was away for {_reapAfter.TotalHours:0.#} h";
                _own.Remove(key, now, new Evidence(Causes.DeregisterTime, _self.Address, detail), holder.Record.Claim + ClaimSteps.Expiry);
            }
        }
    }
}
