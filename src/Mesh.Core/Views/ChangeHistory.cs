using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>
/// The last changes of one feed (a service, or all of them) in order, bounded. Answers what a watcher at some revision
/// has missed, one change per instance however often it changed meanwhile. Not thread-safe: the hub guards it.
/// </summary>
/// <param name="budget">Perhaps shared with other feeds: what they cost together is bounded as well.</param>
internal sealed class ChangeHistory(long floor, int capacity, HistoryBudget budget)
{
    private readonly Queue<KeptChange> _changes = new();
    private readonly Dictionary<InstanceKey, KeptChange> _last = [];

    /// <summary>Everything after this revision is still here.</summary>
    public long Floor { get; private set; } = floor;

    public int Count => _changes.Count;

    /// <summary>What this feed costs.</summary>
    public long Bytes => _changes.Sum(static c => (long)c.Bytes);

    public void Add(CatalogChange change)
    {
        if (change.Instance is null)
            return;
        var kept = new KeptChange(this, change);
        // Of an instance that changed once more only the kind and the revision of the change before are asked for.
        if (_last.TryGetValue(kept.Key, out var before))
            budget.Lighten(before);
        _last[kept.Key] = kept;
        _changes.Enqueue(kept);
        if (_changes.Count > capacity)
            Drop();
        budget.Add(kept);
    }

    /// <summary>Takes out the oldest.</summary>
    public void Drop()
    {
        var oldest = _changes.Dequeue();
        Floor = oldest.Revision;
        if (_last.GetValueOrDefault(oldest.Key) == oldest)
            _last.Remove(oldest.Key);
        budget.Remove(oldest);
    }

    public void Clear()
    {
        while (_changes.Count > 0)
            Drop();
    }

    /// <summary>The net changes after <paramref name="since"/>, oldest last state first; null when it reaches too far back.</summary>
    public IReadOnlyList<CatalogChange>? Since(long since)
    {
        if (since < Floor)
            return null;

        var net = new Dictionary<InstanceKey, (bool WasKnown, KeptChange Last)>();
        foreach (var change in _changes)
        {
            if (change.Revision <= since)
                continue;
            var wasKnown = net.TryGetValue(change.Key, out var seen) ? seen.WasKnown : change.Kind is not ChangeKind.Added;
            net[change.Key] = (wasKnown, change);
        }

        return [.. net.Values.Where(n => n.WasKnown || n.Last.Kind is not ChangeKind.Removed)
            .Select(n => Net(n.WasKnown, n.Last.Change!)).OrderBy(c => c.Revision)];
    }

    private static CatalogChange Net(bool wasKnown, CatalogChange last) => last.Kind is ChangeKind.Removed
        ? last
        : last with { Kind = wasKnown ? ChangeKind.Updated : ChangeKind.Added };
}
