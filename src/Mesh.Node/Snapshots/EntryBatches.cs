using Mesh.KeyValues;

namespace Mesh.Node.Snapshots;

/// <summary>Cuts the entries of a snapshot into batches. Pure.</summary>
internal static class EntryBatches
{
    public const int WritesAtOnce = 256;

    private const int BytesAtOnce = KeyValueLimits.BatchBytes / 2;

    /// <summary>
    /// What hangs on one lease comes together, so that it is there soon after the lease is granted: one that nobody renews ends.
    /// </summary>
    public static IEnumerable<List<KeyRecord>> Of(IEnumerable<KeyRecord> entries)
    {
        var (batch, bytes) = (new List<KeyRecord>(), 0);
        foreach (var entry in entries.OrderBy(e => e.Lease).ThenBy(e => e.Slot))
        {
            if (batch.Count == WritesAtOnce || (batch.Count > 0 && bytes + entry.Size > BytesAtOnce))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(entry);
            bytes += entry.Size;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
