using Mesh.Catalog;
using Mesh.Replication;
using KeyClaim = Mesh.Replication.Claim<Mesh.KeyValues.KeyRecord>;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// A lease that was taken over where its renewals do not arrive ends there, under a higher claim than that of the node where they
/// do. That node contradicts: it brings the lease back with the keys that went with it, and where the lease has only another
/// owner by now, renews it there. A revocation, which claims as much as a write, is not contradicted.
/// </summary>
internal sealed class ContestedEnds(Owner self, KeyClaims store, HeardLeases heard)
{
    private readonly Dictionary<KeySlot, KeyRecord> _ended = [];
    private readonly List<(long Lease, Owner Owner)> _handed = [];

    /// <summary>The winning claim changed.</summary>
    public void Changed(KeySlot slot, KeyClaim? before, KeyClaim? after, TimeSpan now)
    {
        if (after is not { } next || next.Owner == self || before is not { Record.Deleted: false } lost)
            return;
        var lease = slot.Space is KeySpace.Lease ? slot.Lease : lost.Record.Lease;
        if (lease == 0 || !heard.IsAlive(lease, now))
            return;
        if (ClaimSteps.IsWrite(next.Record.Claim, lost.Record.Claim))
        {
            if (slot.Space is KeySpace.Lease)
                heard.Forget(lease);
        }
        else if (next.Record.Deleted)
        {
            _ended[slot] = lost.Record;
        }
        else if (slot.Space is KeySpace.Lease)
        {
            _handed.Add((lease, next.Owner));
        }
    }

    /// <summary>Everything that came with the changes is here: what ended is written again, over its end.</summary>
    public void Contest()
    {
        foreach (var (slot, record) in _ended)
        {
            if (store.Winner(slot) is { Record.Deleted: true } end)
                Claim(record, end);
        }

        _ended.Clear();
    }

    /// <summary>
    /// A node that has begun anew shows an entry of which it knows by now that it is gone: another member that begins anew had it, and
    /// does not hear its lease.
    /// </summary>
    public void Contest(KeyValue? shown, TimeSpan now)
    {
        if (shown is not { Lease: not 0 } || !heard.IsAlive(shown.Lease, now))
            return;
        var slot = KeySlot.OfEntry(shown.Key);
        if (store.Winner(slot) is { Record.Deleted: true } end
            && KeyRevisions.SlotOfClaim(end.Record.Claim) <= KeyRevisions.SlotOf(shown.ModRevision))
            Claim(new KeyRecord { Slot = slot, Value = shown.Value, Lease = shown.Lease, Flags = shown.Flags }, end);
    }

    /// <summary>Leases that others own since the last call and that clients have renewed here.</summary>
    public IReadOnlyList<(long Lease, Owner Owner)> TakeHanded()
    {
        if (_handed.Count == 0)
            return [];
        (long, Owner)[] taken = [.. _handed];
        _handed.Clear();
        return taken;
    }

    private void Claim(KeyRecord record, KeyClaim over) =>
        store.Adopt(new KeyClaim(record with { Claim = over.Record.Claim }, self));
}
