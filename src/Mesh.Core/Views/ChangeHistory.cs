using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>
/// The last changes of one feed (a service, or all of them) in order, bounded. Answers what a watcher at some revision
/// has missed, one change per instance however often it changed meanwhile. Not thread-safe: the hub guards it.
/// </summary>
internal sealed class ChangeHistory(long floor, int capacity)
{
    private readonly Queue<CatalogChange> _changes = new();

    /// <summary>Everything after this revision is still here.</summary>
    public long Floor { get; private set; } = floor;

    public void Add(CatalogChange change)
    {
        _changes.Enqueue(change);
        if (_changes.Count > capacity)
            Floor = _changes.Dequeue().Revision;
    }

    /// <summary>The net changes after <paramref name="since"/>, oldest last state first; null when it reaches too far back.</summary>
    public IReadOnlyList<CatalogChange>? Since(long since)
    {
        if (since < Floor)
            return null;

        var net = new Dictionary<InstanceKey, (bool WasKnown, CatalogChange Last)>();
        foreach (var change in _changes)
        {
            if (change.Revision <= since || change.Instance is null)
                continue;
            var key = change.Instance.Instance.Key;
            var wasKnown = net.TryGetValue(key, out var seen) ? seen.WasKnown : change.Kind is not ChangeKind.Added;
            net[key] = (wasKnown, change);
        }

        return [.. net.Values.Where(n => n.WasKnown || n.Last.Kind is not ChangeKind.Removed).Select(Net)
            .OrderBy(c => c.Revision)];
    }

    private static CatalogChange Net((bool WasKnown, CatalogChange Last) n) => n.Last.Kind is ChangeKind.Removed
        ? n.Last
        : n.Last with { Kind = n.WasKnown ? ChangeKind.Updated : ChangeKind.Added };
}
