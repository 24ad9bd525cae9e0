using Mesh.Catalog;
using Mesh.Replication;
using static Mesh.KeyValues.KeyValueProtocol;
using KeyClaim = Mesh.Replication.Claim<Mesh.KeyValues.KeyRecord>;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using KeyState = Mesh.Replication.ClaimState<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using KeyTombstones = Mesh.Replication.Tombstones<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Leases: granted here, renewed where they are owned, adopted when their owner cannot be reached.</summary>
internal sealed class Leases(KeyState state, KeyClaims store, KeyTombstones tombstones, KeyView view, HeardLeases heard)
{
    private readonly ContestedEnds _contested = new(state.Self, store, heard);
    private readonly LeaseTable _ends = new();
    private readonly LeaseNumbers _numbers = new(state.Self, store);
    private readonly StepClaims _claims = new(store, view);

    public KeyClaim? Find(long lease) => store.Live(KeySlot.OfLease(lease));

    /// <summary>The answer where a lease is not there: unknown, or not known yet.</summary>
    public IReply Missing(long lease) => state.IsWarm
        ? new LeaseNotFound(lease)
        : new Unavailable($"{state.Self.Address} is filling up and may not know of it yet");

    public IGrantReply Grant(long lease, long ttl, Moment now)
    {
        var faults = new List<InvalidField>();
        if (lease < 0)
            faults.Add(new InvalidField("lease", $"{lease}", "must not be negative"));
        if (ttl is < 1 or > KeyValueLimits.MaxTtl)
            faults.Add(new InvalidField("ttl", $"{ttl}", $"must be 1 to {KeyValueLimits.MaxTtl} s"));
        if (faults.Count > 0)
            return new Rejected(ValueList.From(faults));
        if (lease != 0 && Find(lease) is not null)
            return new LeaseExists(lease);
        if (view.Leases >= KeyValueLimits.Leases)
            return new Full("leases", KeyValueLimits.Leases);
        var granted = new Granted(lease == 0 ? _numbers.Next(now) : lease, Math.Max(ttl, KeyValueLimits.MinTtl));
        var slot = KeySlot.OfLease(granted.Lease);
        store.Write(slot, new KeyRecord
        {
            Slot = slot,
            Ttl = granted.Ttl,
            Claim = store.NextClaim(slot, now.Wall),
            Shared = store.Winner(slot) is not null,
        });
        heard.Hear(granted.Lease, granted.Ttl, now.At);
        return granted;
    }

    /// <param name="isForwarded">The caller takes this node for the owner, or for the one that granted it.</param>
    public LeaseOutcome Perform(LeaseVerb verb, long lease, bool isForwarded, Moment now) => verb switch
    {
        LeaseVerb.KeepAlive => KeepAlive(lease, isForwarded, now),
        LeaseVerb.Revoke => Revoke(lease, isForwarded, now),
        _ => TimeToLive(lease, isForwarded, now),
    };

    private LeaseOutcome KeepAlive(long lease, bool isForwarded, Moment now)
    {
        if (Find(lease) is not { } claim)
            return Unseen(lease, isForwarded);
        if (claim.Owner != state.Self)
        {
            if (!isForwarded && CanReach(claim.Owner))
                return new LeaseOutcome.Forward(claim.Owner);
            Adopt(lease);
        }

        _ends.Renew(lease, claim.Record.Ttl, now.At);
        heard.Hear(lease, claim.Record.Ttl, now.At);
        return new LeaseOutcome.Answer(new KeptAlive(lease, claim.Record.Ttl));
    }

    private LeaseOutcome TimeToLive(long lease, bool isForwarded, Moment now)
    {
        if (Find(lease) is not { } claim)
            return Unseen(lease, isForwarded);
        if (claim.Owner != state.Self && !isForwarded && CanReach(claim.Owner))
            return new LeaseOutcome.Forward(claim.Owner);
        var left = _ends.Owns(lease) ? _ends.Left(lease, now.At) : TimeSpan.FromSeconds(claim.Record.Ttl);
        return new LeaseOutcome.Answer(
            new Remaining(lease, claim.Record.Ttl, (long)left.TotalSeconds, view.KeysOf(lease)));
    }

    /// <summary>Needs no owner but where it is not seen here yet: the higher claims of the removal win everywhere.</summary>
    private LeaseOutcome Revoke(long lease, bool isForwarded, Moment now)
    {
        if (Find(lease) is null)
            return Unseen(lease, isForwarded);
        var claim = _claims.Next(SlotsOf(lease), now);
        End(lease, _ => claim, claim, now);
        heard.Forget(lease);
        return new LeaseOutcome.Answer(new Revoked(lease));
    }

    /// <summary>
    /// The member that granted, or decides on, a lease of which this node has seen nothing yet, not even its end; null: none.
    /// </summary>
    public Owner? GranterOfUnseen(long lease) =>
        state.IsWarm && store.Winner(KeySlot.OfLease(lease)) is null
        && (LeaseNumbers.GranterOf(lease, state.Members.Keys) ?? HomeOf(lease)) is { } granter && granter != state.Self && CanReach(granter)
            ? granter
            : null;

    /// <summary>
    /// The member that decides whether a number that a client chose is free, so that of two who ask for it at two nodes one is
    /// refused; null: this node.
    /// </summary>
    public Owner? HomeOf(long lease)
    {
        var name = $"lease {lease}";
        var home = state.Members.Where(m => m.Value is Standing.Confirmed).Select(m => m.Key).Append(state.Self)
            .MaxBy(m => (StableHash.Of(m.ToString(), name), m));
        return home == state.Self ? null : home;
    }

    /// <summary>Is nobody in doubt that the owner lives?</summary>
    public bool IsConfirmed(long lease) =>
        Find(lease) is { } claim && state.Members.GetValueOrDefault(claim.Owner, Standing.Unreachable) is Standing.Confirmed;

    /// <param name="isClosed">Nobody could renew one: none ends, and each begins anew.</param>
    public void Tick(Moment now, bool isClosed = false)
    {
        if (isClosed)
        {
            foreach (var lease in _ends.Owned)
                _ends.Renew(lease, Find(lease)?.Record.Ttl ?? 0, now.At);
        }

        foreach (var lease in _ends.Due(now.At))
            End(lease, slot => (store.Winner(slot)?.Record.Claim ?? 0) + ClaimSteps.Expiry, 0, now);
    }

    public void Sweep(TimeSpan now) => heard.Sweep(now);

    /// <summary>The winning claim to an entry or a lease changed.</summary>
    public void Changed(KeySlot slot, KeyClaim? before, KeyClaim? after, Moment now)
    {
        _contested.Changed(slot, before, after, now.At);
        if (slot.Space is KeySpace.Lease)
            Changed(slot.Lease, after, now);
    }

    /// <summary>What ended elsewhere though clients renew it here is written again.</summary>
    public void Contest() => _contested.Contest();

    /// <inheritdoc cref="ContestedEnds.Contest(KeyValue?, TimeSpan)"/>
    public void Contest(KeyValue? shown, TimeSpan now) => _contested.Contest(shown, now);

    /// <summary>Another node, which had owned it, has heard it renewed.</summary>
    public LeaseOutcome HearOf(long lease, Moment now)
    {
        if (!_ends.Owns(lease) || Find(lease) is not { Record.Ttl: var ttl })
            return new LeaseOutcome.Answer(Missing(lease));
        _ends.Renew(lease, ttl, now.At);
        return new LeaseOutcome.Answer(new KeptAlive(lease, ttl));
    }

    /// <inheritdoc cref="ContestedEnds.TakeHanded"/>
    public IReadOnlyList<(long Lease, Owner Owner)> TakeHanded() => [.. _contested.TakeHanded().Where(h => CanReach(h.Owner))];

    private void Changed(long lease, KeyClaim? after, Moment now)
    {
        var live = after is { Record.Deleted: false };
        view.ShowLease(lease, live);
        if (!live || after!.Value.Owner != state.Self)
            _ends.Remove(lease);
        else if (!_ends.Owns(lease))
            _ends.Renew(lease, after.Value.Record.Ttl, now.At);
    }

    /// <summary>
    /// Deletes the keys of a lease and the lease, as one step. At its expiry the claims are one more than what is deleted
    /// has: an adoption by a node that renewals still reach claims two more, and wins.
    /// </summary>
    /// <param name="common">The claim of all of them; 0: each has its own.</param>
    private void End(long lease, Func<KeySlot, long> claim, long common, Moment now)
    {
        var isClaimed = false;
        foreach (var slot in SlotsOf(lease))
        {
            tombstones.Remove(slot, claim(slot), now.At);
            isClaimed |= slot.Space is KeySpace.Entry && _claims.IsLeft(slot, common);
        }

        view.EndStep(isClaimed ? common : 0);
    }

    private IReadOnlyList<KeySlot> SlotsOf(long lease) =>
        [.. view.KeysOf(lease).Select(KeySlot.OfEntry), KeySlot.OfLease(lease)];

    /// <summary>Takes over a lease with all its keys, whoever wrote them: its old owner may delete them when it expires there.</summary>
    private void Adopt(long lease)
    {
        foreach (var slot in SlotsOf(lease))
        {
            if (store.Live(slot) is { } claim && claim.Owner != state.Self)
                store.Adopt(claim);
        }

        view.EndStep();
    }

    private LeaseOutcome Unseen(long lease, bool isForwarded) => !isForwarded && GranterOfUnseen(lease) is { } granter
        ? new LeaseOutcome.Forward(granter)
        : new LeaseOutcome.Answer(Missing(lease));

    private bool CanReach(Owner owner) =>
        state.Members.TryGetValue(owner, out var standing) && standing is not Standing.Unreachable;
}
