using Mesh.Catalog;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

/// <summary>Leases: granted here, renewed where they are owned, adopted when their owner cannot be reached.</summary>
internal sealed partial class KeyValueCore
{
    private const int AdoptionStep = 2;

    private readonly LeaseTable _leases = new();
    private long _lastLease;

    public IGrantReply Grant(long lease, long ttl, KeyTime at)
    {
        _at = at;
        var faults = new List<InvalidField>();
        if (lease < 0)
            faults.Add(new InvalidField("lease", $"{lease}", "must not be negative"));
        if (ttl is < 1 or > KeyValueLimits.MaxTtl)
            faults.Add(new InvalidField("ttl", $"{ttl}", $"must be 1 to {KeyValueLimits.MaxTtl} s"));
        if (faults.Count > 0)
            return new Rejected(ValueList.From(faults));
        if (lease != 0 && LiveLease(lease) is not null)
            return new LeaseExists(lease);
        if (_view.Leases >= KeyValueLimits.Leases)
            return new Full("leases", KeyValueLimits.Leases);
        var granted = new Granted(lease == 0 ? NewLease() : lease, Math.Max(ttl, KeyValueLimits.MinTtl));
        var slot = KeySlot.OfLease(granted.Lease);
        _store.Write(slot, new KeyRecord
        {
            Slot = slot,
            Ttl = granted.Ttl,
            Claim = _store.NextClaim(slot, at.Wall),
            Shared = _store.Winner(slot) is not null,
        });
        return granted;
    }

    /// <param name="isForwarded">The caller takes this node for the owner.</param>
    public LeaseDecision KeepAlive(long lease, bool isForwarded, KeyTime at)
    {
        _at = at;
        if (LiveLease(lease) is not { } claim)
            return NoLease(lease);
        if (claim.Owner != _self)
        {
            if (!isForwarded && CanReach(claim.Owner))
                return new LeaseDecision.Forward(claim.Owner);
            Adopt(lease);
        }

        _leases.Renew(lease, claim.Record.Ttl, at.Now);
        return new LeaseDecision.Answer(new KeptAlive(lease, claim.Record.Ttl));
    }

    public LeaseDecision TimeToLive(long lease, bool isForwarded, KeyTime at)
    {
        _at = at;
        if (LiveLease(lease) is not { } claim)
            return NoLease(lease);
        if (claim.Owner != _self && !isForwarded && CanReach(claim.Owner))
            return new LeaseDecision.Forward(claim.Owner);
        var left = _leases.Owns(lease) ? _leases.Left(lease, at.Now) : TimeSpan.FromSeconds(claim.Record.Ttl);
        return new LeaseDecision.Answer(
            new Remaining(lease, claim.Record.Ttl, (long)left.TotalSeconds, _view.KeysOf(lease)));
    }

    /// <summary>Needs no owner: the higher claims of the removal win everywhere.</summary>
    public IReply Revoke(long lease, KeyTime at)
    {
        _at = at;
        if (LiveLease(lease) is null)
            return ((LeaseDecision.Answer)NoLease(lease)).Reply;
        End(lease, slot => _store.NextClaim(slot, at.Wall));
        return new Revoked(lease);
    }

    /// <summary>The owner did not answer: this node takes its place, if the lease is still there.</summary>
    public IReply KeepAliveWithoutOwner(long lease, KeyTime at) =>
        KeepAlive(lease, isForwarded: true, at) is LeaseDecision.Answer answer ? answer.Reply : new LeaseNotFound(lease);

    /// <summary>Is nobody in doubt that the owner lives?</summary>
    public bool IsConfirmed(long lease) =>
        LiveLease(lease) is { } claim && Members.GetValueOrDefault(claim.Owner, Standing.Unreachable) is Standing.Confirmed;

    private KeyClaim? LiveLease(long lease) =>
        _store.Winner(KeySlot.OfLease(lease)) is { IsLive: true } claim ? claim : null;

    private LeaseDecision.Answer NoLease(long lease) => new(IsWarm ? new LeaseNotFound(lease) : Filling());

    /// <summary>
    /// Deletes the keys of a lease and the lease, as one step. At its expiry the claims are one more than what is deleted
    /// has: an adoption by a node that renewals still reach claims two more, and wins.
    /// </summary>
    private void End(long lease, Func<KeySlot, long> claim)
    {
        foreach (var key in _view.KeysOf(lease))
        {
            var slot = KeySlot.OfEntry(key);
            Remove(slot, claim(slot));
        }

        var own = KeySlot.OfLease(lease);
        Remove(own, claim(own));
        _view.EndStep();
    }

    private void ExpireLeases()
    {
        foreach (var lease in _leases.Due(_at.Now))
            End(lease, slot => ClaimOf(slot) + 1);
    }

    private long ClaimOf(KeySlot slot) => _store.Winner(slot)?.Record.Claim ?? 0;

    /// <summary>Takes over a lease with all its keys, whoever wrote them: its old owner may delete them when it expires there.</summary>
    private void Adopt(long lease)
    {
        foreach (var slot in _view.KeysOf(lease).Select(KeySlot.OfEntry).Append(KeySlot.OfLease(lease)))
        {
            if (_store.Winner(slot) is { IsLive: true } claim && claim.Owner != _self)
                Take(claim);
        }

        _view.EndStep();
    }

    private void Take(KeyClaim claim) => _store.Write(
        claim.Record.Slot, claim.Record with { Claim = claim.Record.Claim + AdoptionStep, Shared = true });

    private void LeaseChanged(long lease, KeyClaim? before, KeyClaim? after)
    {
        var live = after is { IsLive: true };
        _view.ShowLease(lease, live);
        if (!live || after!.Value.Owner != _self)
            _leases.Remove(lease);
        else if (!_leases.Owns(lease))
            _leases.Renew(lease, after.Value.Record.Ttl, _at.Now);
    }

    /// <summary>The upper bits name the node, the lower ones count from the wall clock's milliseconds.</summary>
    private long NewLease()
    {
        const int CounterBits = 40;
        var node = (long)(StableHash.Of(_self.ToString()) & 0x7f_ffff) << CounterBits;
        var counter = Math.Max(_lastLease + 1, _at.Wall.ToUnixTimeMilliseconds());
        while (counter == 0 || _store.Winner(KeySlot.OfLease(node | (counter & ((1L << CounterBits) - 1)))) is not null)
            counter++;
        _lastLease = counter;
        return node | (counter & ((1L << CounterBits) - 1));
    }
}
