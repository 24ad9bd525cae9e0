using Mesh.Client;
using Mesh.KeyValues;

namespace Mesh.Node.Snapshots;

/// <summary>
/// Brings back the entries of one snapshot, batch by batch, the leases of each right before it: what nobody renews ends, and a large
/// snapshot takes longer than a short lease. An entry whose lease ends all the same would have ended with it, and is left out.
/// </summary>
internal sealed class EntryLoading(IMeshKeyValues keys, IEnumerable<KeyRecord> leases)
{
    private const int AtOnce = 16;

    private readonly Dictionary<long, long> _ttls = leases.DistinctBy(l => l.Slot).ToDictionary(l => l.Slot.Lease, l => l.Ttl);
    private readonly HashSet<long> _granted = [];

    public int Entries { get; private set; }

    public int Leases => _granted.Count;

    /// <summary>Entries whose lease was over before they were there.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Null: all is back; else what could not be, in words.</summary>
    public async Task<string?> LoadAsync(IEnumerable<KeyRecord> entries, CancellationToken cancellation)
    {
        foreach (var batch in EntryBatches.Of(entries))
        {
            if (await LoadAsync(batch, cancellation) is { } fault)
                return fault;
        }

        return await GrantAsync(_ttls.Keys.Except(_granted), cancellation);
    }

    private async Task<string?> LoadAsync(List<KeyRecord> batch, CancellationToken cancellation)
    {
        long[] wanted = [.. batch.Select(e => e.Lease).Distinct().Where(_ttls.ContainsKey)];
        if (await GrantAsync(wanted.Except(_granted), cancellation) is { } refused)
            return refused;
        var isAgain = false;
        while (batch.Count > 0)
        {
            switch (await keys.ApplyAsync(new KeyBatch([.. batch.Select(WriteOf)], []), cancellation))
            {
                case KeyValueReplies.Applied:
                    Entries += batch.Count;
                    return null;
                case KeyValueReplies.LeaseNotFound when !isAgain:
                    isAgain = true;
                    if (await GrantAsync(wanted, cancellation) is { } fault)
                        return fault;
                    break;
                case KeyValueReplies.LeaseNotFound over when batch.RemoveAll(e => e.Lease == over.Lease) is > 0 and var left:
                    LeftOut += left;
                    break;
                case var reply:
                    return $"entries: {SnapshotWords.Say(reply)}";
            }
        }

        return null;
    }

    /// <summary>Some at a time: the home of each number has to be asked.</summary>
    private async Task<string?> GrantAsync(IEnumerable<long> wanted, CancellationToken cancellation)
    {
        string? fault = null;
        long[] granting = [.. wanted];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(granting, options, async (lease, token) =>
        {
            if (fault is not null)
                return;
            var reply = await keys.GrantAsync(lease, _ttls[lease], token);
            if (reply is not (KeyValueReplies.Granted or KeyValueReplies.LeaseExists))
                Interlocked.CompareExchange(ref fault, $"lease {lease:x}: {SnapshotWords.Say(reply)}", null);
        });
        if (fault is null)
            _granted.UnionWith(granting);
        return fault;
    }

    private static KeyWrite WriteOf(KeyRecord entry) => new KeyWrite.Put(entry.Slot.Name, entry.Value, entry.Lease, entry.Flags);
}
