using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>
/// How long changes take: from their owner to this view, and from the view to whoever watches. Nothing is kept or read
/// before somebody measures.
/// </summary>
internal sealed class CatalogTimes
{
    /// <summary>Publications whose time is kept; a watcher that is further behind is measured by the oldest of them.</summary>
    private const int Kept = 1_024;

    private readonly Lock _gate = new();
    private readonly (long Revision, long At)[] _published = new (long, long)[Kept];
    private long _count;
    private volatile Measures? _measures;
    private DateTimeOffset _since = DateTimeOffset.MaxValue;

    /// <param name="propagated">Seconds from the registration of an instance, by its owner's clock, to its being here.</param>
    /// <param name="delivered">Seconds for which the oldest of the changes that a watcher takes was there.</param>
    /// <param name="isWanted">Does anybody collect these? Asked before each; null: always.</param>
    public void Measure(TimeProvider time, Action<double> propagated, Action<double> delivered, Func<bool>? isWanted = null) =>
        _measures = new Measures(time, propagated, delivered, isWanted ?? (static () => true));

    /// <summary>The node has the catalogue: what was registered before has not come by propagation. Again: no effect.</summary>
    public void Begin(DateTimeOffset now)
    {
        lock (_gate)
            _since = _since == DateTimeOffset.MaxValue ? now : _since;
    }

    /// <summary>By the registry, before the changes are there for others.</summary>
    public void Publishing(Owner self, long revision, IReadOnlyList<CatalogChange> changes)
    {
        if (_measures is not { } measures || changes.Count == 0 || !measures.IsWanted())
            return;
        var now = measures.Time.GetUtcNow();
        foreach (var change in changes)
        {
            if (change is not { Kind: ChangeKind.Added, Instance: { } added } || added.Owner == self)
                continue;
            var registered = added.Instance.RegisteredAt;
            if (registered >= _since)
                measures.Propagated(Math.Max(0, (now - registered).TotalSeconds));
        }

        lock (_gate)
        {
            _published[_count++ % Kept] = (revision, measures.Time.GetTimestamp());
        }
    }

    /// <summary>By a watcher that is given the changes after a revision.</summary>
    public void Delivered(long since)
    {
        if (_measures is not { } measures || !measures.IsWanted())
            return;
        long? at = null;
        lock (_gate)
        {
            // From the newest: most watchers are one or two behind.
            for (var i = _count - 1; i >= 0 && i > _count - 1 - Kept; i--)
            {
                var (revision, published) = _published[i % Kept];
                if (revision <= since)
                    break;
                at = published;
            }
        }

        if (at is { } known)
            measures.Delivered(measures.Time.GetElapsedTime(known).TotalSeconds);
    }

    private sealed record Measures(TimeProvider Time, Action<double> Propagated, Action<double> Delivered, Func<bool> IsWanted);
}
