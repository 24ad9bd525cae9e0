using Mesh.KeyValues;
using Mesh.Replication;

namespace Mesh.Node.Quotas;

/// <summary>
/// What the keys take that a token may write: counted once, and then by what changed. What a deletion leaves behind takes room in the store for
/// a while, and counts as long. Not thread-safe.
/// </summary>
/// <param name="isCounted">Is a key one of them?</param>
internal sealed class KeyUsageOfToken(Func<Octets, bool> isCounted)
{
    private readonly Queue<(TimeSpan At, long Bytes)> _deleted = new();
    private Usage _usage;
    private long _leftBehind;
    private long? _revision;

    /// <param name="changesSince">What changed after a revision.</param>
    public Usage Now(Func<long, KeyChanges> changesSince, TimeSpan now)
    {
        var changes = changesSince(_revision ?? 0);
        if (_revision is not null && changes.Items is { } items)
        {
            foreach (var one in items.SelectMany(c => c.Events).Where(e => isCounted(e.Entry.Key)))
                Take(one, now);
        }
        else
        {
            _usage = changes.Snapshot.Entries.Where(e => isCounted(e.Key)).Aggregate(default(Usage), (sum, e) => sum + Of(e));
        }

        _revision = changes.Snapshot.Revision;
        while (_deleted.TryPeek(out var oldest) && now - oldest.At >= ClaimTimes.KeepInCalm)
            _leftBehind -= _deleted.Dequeue().Bytes;
        return _usage + new Usage(0, _leftBehind);
    }

    public static Usage Of(Octets key, Octets value) => new(1, KeyRecord.SizeOf(key, value));

    private static Usage Of(KeyValue? entry) => entry is null ? default : Of(entry.Key, entry.Value);

    private void Take(KeyEvent one, TimeSpan now)
    {
        _usage -= Of(one.Previous);
        if (one.Kind is KeyEventKind.Put)
        {
            _usage += Of(one.Entry);
            return;
        }

        var left = KeyRecord.SizeOf(one.Entry.Key, default);
        _leftBehind += left;
        _deleted.Enqueue((now, left));
    }
}
