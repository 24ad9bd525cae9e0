using Mesh.Catalog;
using Mesh.Replication;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using KeyTombstones = Mesh.Replication.Tombstones<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Deletes own entries whose lease is nowhere to be seen: its end came here without theirs.</summary>
internal sealed class LeaselessEntries(Owner self, KeyClaims store, KeyTombstones tombstones, KeyView view, Leases leases)
{
    /// <summary>How long an entry waits for its lease to become known, or to come back, before it is deleted.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Dictionary<long, TimeSpan> _since = [];

    public void Sweep(TimeSpan now)
    {
        foreach (var lease in _since.Keys.Where(l => leases.Find(l) is not null || !view.KeysOfLease.ContainsKey(l)).ToArray())
            _since.Remove(lease);
        foreach (var lease in view.KeysOfLease.Keys.Where(l => leases.Find(l) is null).ToArray())
        {
            if (_since.TryAdd(lease, now) || now - _since[lease] < Grace)
                continue;
            foreach (var slot in view.KeysOf(lease).Select(KeySlot.OfEntry))
            {
                if (store.Winner(slot) is { } winner && winner.Owner == self)
                    tombstones.Remove(slot, winner.Record.Claim + ClaimSteps.Expiry, now);
            }
        }

        view.EndStep();
    }
}
