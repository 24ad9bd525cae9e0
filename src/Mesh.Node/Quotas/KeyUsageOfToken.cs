using Mesh.KeyValues;

namespace Mesh.Node.Quotas;

/// <summary>What the keys take that a token may write: counted once, and then by what changed. Thread-safe.</summary>
/// <param name="isCounted">Is a key one of them?</param>
internal sealed class KeyUsageOfToken(Func<Octets, bool> isCounted)
{
    private readonly Lock _gate = new();
    private Usage _usage;
    private long? _revision;

    /// <param name="changesSince">What changed after a revision.</param>
    public Usage Now(Func<long, KeyChanges> changesSince)
    {
        lock (_gate)
        {
            var changes = changesSince(_revision ?? 0);
            _usage = _revision is not null && changes.Items is { } items
                ? items.SelectMany(c => c.Events).Aggregate(_usage, (sum, e) => sum + Change(e))
                : changes.Snapshot.Range(default, null).Where(e => isCounted(e.Key)).Aggregate(default(Usage), (sum, e) => sum + Of(e));
            _revision = changes.Snapshot.Revision;
            return _usage;
        }
    }

    public static Usage Of(Octets key, Octets value) => new(1, KeyRecord.SizeOf(key, value));

    private static Usage Of(KeyValue? entry) => entry is null ? default : Of(entry.Key, entry.Value);

    private Usage Change(KeyEvent one)
    {
        if (!isCounted(one.Entry.Key))
            return default;
        return (one.Kind is KeyEventKind.Put ? Of(one.Entry) : default) - Of(one.Previous);
    }
}
