using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>What follows from the coming and going of members, and from the passing of time.</summary>
internal sealed partial class KeyValueCore
{
    /// <summary>How long the next in line waits for the one before it to adopt.</summary>
    internal static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    /// <summary>How long an entry of this node that lost its key stays in its log, so that the winner's arrives everywhere first.</summary>
    internal static readonly TimeSpan YieldAfter = TimeSpan.FromSeconds(5);

    /// <summary>How long a tombstone outlives the last lower claim that this node sees; a node cut off for longer may bring a key back.</summary>
    internal static readonly TimeSpan KeepTombstones = TimeSpan.FromHours(1);

    /// <summary>Beyond so many, the oldest go early.</summary>
    internal const int MaxTombstones = 65_536;

    /// <summary>How long an entry waits for its lease to become known, or to come back, before it is deleted.</summary>
    internal static readonly TimeSpan LeaseGrace = TimeSpan.FromSeconds(30);

    /// <summary>How long the log of an owner that is no member is kept; its claims do not count meanwhile.</summary>
    internal static readonly TimeSpan StrangerGrace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<KeySlot, TimeSpan> _superseded = [];
    private readonly Queue<Tombstone> _tombstones = new();
    private readonly Dictionary<long, TimeSpan> _leaseless = [];
    private readonly Dictionary<Owner, TimeSpan> _strangers = [];
    private TimeSpan _swept;

    public int Tombstones => _tombstones.Count;

    private Dictionary<Owner, Standing> Members => _memory.Members;

    public void SetMember(Owner owner, Standing standing, KeyTime at)
    {
        _at = at;
        var isNew = !Members.ContainsKey(owner);
        Members[owner] = standing;
        _store.Schedule(TurnOf);
        if (!isNew)
            return;
        _store.Admit(owner);
        _view.EndStep();
    }

    /// <summary>What the owner had stays visible until it is adopted: by this node at once where it comes first.</summary>
    public void RemoveMember(Owner owner, KeyTime at)
    {
        if (owner == _self)
            return;
        _at = at;
        Members.Remove(owner);
        _store.Drop(owner, at.Now, TurnOf);
        _store.Schedule(TurnOf);
        AdoptOrphans();
    }

    public void Tick(KeyTime at)
    {
        _at = at;
        ExpireLeases();
        AdoptOrphans();
        YieldLostClaims();
        DropTombstones();
        if (at.Now - _swept < SweepInterval)
            return;
        _swept = at.Now;
        SweepLeaseless();
        RemoveStrangers();
    }

    private bool CanReach(Owner owner) => Members.TryGetValue(owner, out var standing) && standing is not Standing.Unreachable;

    /// <summary>Survivors line up by rendezvous hash, for each record in another order.</summary>
    private TimeSpan TurnOf(KeySlot slot)
    {
        var name = Convert.ToHexString(slot.Name.Span);
        var mine = StableHash.Of(_self.ToString(), name);
        var before = Members.Count(m => m.Key != _self && m.Value is not Standing.Unreachable
            && (StableHash.Of(m.Key.ToString(), name), m.Key).CompareTo((mine, _self)) > 0);
        return before * Turn;
    }

    private void AdoptOrphans()
    {
        if (_store.Orphans.Count == 0)
            return;
        foreach (var (slot, orphan) in _store.Orphans.Where(o => o.Value.Due <= _at.Now).ToArray())
        {
            if (_store.Winner(slot) == orphan.Claim)
                AdoptOrphan(orphan.Claim);
            else if (_at.Now - orphan.Since >= KeepTombstones)
                _store.Forget(slot);
        }

        _view.EndStep();
    }

    private void AdoptOrphan(KeyClaim claim)
    {
        Take(claim);
        if (!claim.IsLive)
            _tombstones.Enqueue(new Tombstone(claim.Record.Slot, claim.Record.Claim + AdoptionStep, _at.Now));
    }

    private void YieldLostClaims()
    {
        if (_superseded.Count == 0)
            return;
        foreach (var (slot, _) in _superseded.Where(s => _at.Now - s.Value >= YieldAfter).ToArray())
        {
            _superseded.Remove(slot);
            if (_store.Own(slot) is not { Deleted: false } own)
                continue;
            // Where it hides a lower claim itself, its own stays behind as a tombstone.
            if (own.Shared)
                Bury(slot, own.Claim);
            else
                _store.Write(slot, null);
        }
    }

    private void DropTombstones()
    {
        for (var look = _tombstones.Count; look > 0 && _tombstones.TryPeek(out var oldest); look--)
        {
            if (_at.Now - oldest.Since < KeepTombstones && _tombstones.Count <= MaxTombstones)
                break;
            _tombstones.Dequeue();
            if (_store.Own(oldest.Slot) is not { Deleted: true } own || own.Claim != oldest.Claim)
                continue;
            if (_store.OthersHold(oldest.Slot))
                _tombstones.Enqueue(oldest with { Since = _at.Now });
            else
                _store.Write(oldest.Slot, null);
        }
    }

    /// <summary>Deletes own entries whose lease is nowhere to be seen: its end came here without theirs.</summary>
    private void SweepLeaseless()
    {
        if (!IsWarm)
            return;
        foreach (var lease in _leaseless.Keys.Where(l => LiveLease(l) is not null || !_view.KeysOfLease.ContainsKey(l)).ToArray())
            _leaseless.Remove(lease);
        foreach (var lease in _view.KeysOfLease.Keys.Where(l => LiveLease(l) is null).ToArray())
        {
            if (_leaseless.TryAdd(lease, _at.Now) || _at.Now - _leaseless[lease] < LeaseGrace)
                continue;
            foreach (var slot in _view.KeysOf(lease).Select(KeySlot.OfEntry))
            {
                if (_store.Winner(slot) is { } winner && winner.Owner == _self)
                    Remove(slot, winner.Record.Claim + 1);
            }
        }

        _view.EndStep();
    }

    /// <summary>
    /// Logs of owners that were removed before this node could see them as members: what of them still counts, others
    /// have adopted.
    /// </summary>
    private void RemoveStrangers()
    {
        if (!IsWarm)
            return;
        Owner[] unknown = [.. _store.Owners.Where(o => !Members.ContainsKey(o))];
        foreach (var known in _strangers.Keys.Except(unknown).ToArray())
            _strangers.Remove(known);
        foreach (var owner in unknown)
        {
            if (!_strangers.TryAdd(owner, _at.Now) && _at.Now - _strangers[owner] >= StrangerGrace)
                _store.Drop(owner, _at.Now, TurnOf);
        }
    }

    private readonly record struct Tombstone(KeySlot Slot, long Claim, TimeSpan Since);
}
