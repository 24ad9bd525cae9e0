using Mesh.Catalog;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Views;

namespace Mesh.Node.Snapshots;

/// <summary>Takes a snapshot of the mesh as this node sees it.</summary>
internal sealed class SnapshotTaking(IMeshClient client, IMeshKeyValues keys, MeshOptions options, TimeProvider time)
{
    /// <summary>Null: the node does not hold the whole mesh yet.</summary>
    public async Task<SnapshotContent?> TakeAsync(CancellationToken cancellation)
    {
        if (client.State.Phase is not MeshPhase.Ready)
            return null;
        var (catalog, store) = (client.Snapshot, keys.Snapshot);
        var leases = new List<KeyRecord>();
        foreach (var lease in store.Leases)
        {
            // One that ends meanwhile takes its entries with it.
            if (await keys.TimeToLiveAsync(lease, cancellation) is KeyValueReplies.Remaining found)
                leases.Add(new KeyRecord { Slot = KeySlot.OfLease(lease), Ttl = found.Ttl });
        }

        var living = leases.Select(l => l.Slot.Lease).ToHashSet();
        return new SnapshotContent(
            options.MeshName,
            time.GetUtcNow(),
            [.. InstancesOf(catalog)],
            [.. store.Range(Octets.Empty, null).Where(e => e.Lease == 0 || living.Contains(e.Lease)).Select(RecordOf)],
            leases);
    }

    /// <summary>What somebody renews comes back by itself; what an entry describes comes with the entry.</summary>
    private static IEnumerable<ServiceInstance> InstancesOf(CatalogSnapshot catalog) => catalog.Services.Values
        .SelectMany(s => s.Instances)
        .Where(v => v.Origin.Length == 0 && Lifetimes.IsStored(v.Instance) && !DerivedInstances.IsDerived(v.Instance))
        .Where(v => Lifetimes.Settled(v.Instance) is not Lifetime.Leased)
        .Select(v => v.Instance);

    private static KeyRecord RecordOf(KeyValue entry) => new()
    {
        Slot = KeySlot.OfEntry(entry.Key),
        Value = entry.Value,
        Lease = entry.Lease,
        Flags = entry.Flags,
    };
}
