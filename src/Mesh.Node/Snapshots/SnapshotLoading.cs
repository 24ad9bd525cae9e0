using Mesh.Catalog;
using Mesh.Client;
using Mesh.KeyValues;

namespace Mesh.Node.Snapshots;

/// <summary>
/// Brings back what a snapshot holds, as new writes through this node: it replaces what the mesh has under the same names,
/// and leaves alone what it has beside. Leases begin anew.
/// </summary>
internal sealed class SnapshotLoading(IMeshClient client, IMeshKeyValues keys)
{
    private const int AtOnce = 16;
    private const int WritesAtOnce = 256;
    private const int BytesAtOnce = KeyValueLimits.BatchBytes / 2;

    /// <summary>Null: all is back; else what could not be, in words. To do it again is no harm.</summary>
    public async Task<string?> LoadAsync(SnapshotContent content, CancellationToken cancellation)
    {
        foreach (var lease in content.Leases)
        {
            var reply = await keys.GrantAsync(lease.Slot.Lease, lease.Ttl, cancellation);
            if (reply is not (KeyValueReplies.Granted or KeyValueReplies.LeaseExists))
                return $"lease {lease.Slot.Lease:x}: {Say(reply)}";
        }

        foreach (var batch in Batches(content.Entries))
        {
            var reply = await keys.ApplyAsync(new KeyBatch([.. batch], []), cancellation);
            if (reply is not KeyValueReplies.Applied)
                return $"entries: {Say(reply)}";
        }

        return await RegisterAsync(content.Instances, cancellation);
    }

    private static IEnumerable<List<KeyWrite>> Batches(IReadOnlyList<KeyRecord> entries)
    {
        var (batch, bytes) = (new List<KeyWrite>(), 0);
        foreach (var entry in entries)
        {
            if (batch.Count == WritesAtOnce || (batch.Count > 0 && bytes + entry.Size > BytesAtOnce))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(new KeyWrite.Put(entry.Slot.Name, entry.Value, entry.Lease, entry.Flags));
            bytes += entry.Size;
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private static string Say(object reply) => reply switch
    {
        MeshReplies.Unavailable unavailable => unavailable.Reason,
        KeyValueReplies.Unavailable unavailable => unavailable.Reason,
        KeyValueReplies.Rejected rejected => string.Join("; ", rejected.Faults),
        MeshReplies.Rejected rejected => string.Join("; ", rejected.Faults),
        KeyValueReplies.Full full => $"the mesh holds at most {full.Bound} {full.What}",
        _ => reply.GetType().Name,
    };

    private async Task<string?> RegisterAsync(IReadOnlyList<ServiceInstance> instances, CancellationToken cancellation)
    {
        string? fault = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(instances, options, async (instance, token) =>
        {
            if (fault is not null)
                return;
            // A claim of another time says nothing here: this is the newest word.
            var reply = await client.RegisterAsync(instance with { Claim = 0 }, cancellation: token);
            if (reply is not MeshReplies.Registered)
                Interlocked.CompareExchange(ref fault, $"{instance.Key}: {Say(reply)}", null);
        });
        return fault;
    }
}
