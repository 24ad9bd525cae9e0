using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Local;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Views;

namespace Mesh.Node.Snapshots;

/// <summary>Takes a snapshot of the mesh as this node sees it.</summary>
internal sealed class SnapshotTaking(IMeshClient client, IMeshKeyValues keys, KeyValueHub hub, MeshOptions options, TimeProvider time)
{
    /// <summary>Without a content, why it cannot be taken now: the node does not hold the whole mesh, or nobody knows a lease.</summary>
    public async Task<(SnapshotContent? Content, string Fault)> TakeAsync(CancellationToken cancellation)
    {
        if (client.State.Phase is not MeshPhase.Ready)
            return (null, RegistryCalls.Describe(client.State));
        var (catalog, store) = (client.Snapshot, keys.Snapshot);
        var leases = new List<KeyRecord>();
        foreach (var lease in store.Leases)
        {
            var (ttl, fault) = hub.FindLease(lease) is { } held ? (held.Ttl, null) : await AskAsync(lease, cancellation);
            if (fault is not null)
                return (null, fault);
            if (ttl is { } seconds)
                leases.Add(new KeyRecord { Slot = KeySlot.OfLease(lease), Ttl = seconds });
        }

        var living = leases.Select(l => l.Slot.Lease).ToHashSet();
        var content = new SnapshotContent(
            options.MeshName,
            time.GetUtcNow(),
            [.. InstancesOf(catalog)],
            [.. store.Range(Octets.Empty, null).Where(e => e.Lease == 0 || living.Contains(e.Lease)).Select(RecordOf)],
            leases);
        return (content, "");
    }

    /// <summary>Of what is in no log for a moment, its owner is gone and nobody has adopted it yet.</summary>
    private async Task<(long? Ttl, string? Fault)> AskAsync(long lease, CancellationToken cancellation) =>
        await keys.TimeToLiveAsync(lease, cancellation) switch
        {
            KeyValueReplies.Remaining found => (found.Ttl, null),
            // One that ends meanwhile takes its entries with it.
            KeyValueReplies.LeaseNotFound => (null, null),
            KeyValueReplies.Unavailable none => (null, $"lease {lease:x} cannot be saved with what hangs on it: {none.Reason}"),
            var other => (null, $"lease {lease:x} cannot be saved with what hangs on it: {other.GetType().Name}"),
        };

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
