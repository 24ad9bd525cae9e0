using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>
/// The present snapshot of a catalogue and its recent changes: what readers look up, and what watchers go on from.
/// Written by one thread at a time, read by any. What it keeps beside the snapshot is bounded in number and in bytes,
/// whatever names came and went: a watcher that is further behind begins anew.
/// </summary>
public sealed class PublishedCatalog
{
    /// <summary>Of so many services that are gone the changes are kept; a watcher of another begins anew.</summary>
    private const int GoneServices = 256;

    private const long BytesPerChange = 12 << 10;

    private readonly Lock _gate = new();
    private readonly Queue<string> _gone = new();
    private readonly Dictionary<string, ChangeHistory> _histories = [];
    private readonly ChangeSignals _signals = new();
    private readonly HistoryBudget _budget;
    private readonly ChangeHistory _all;
    private readonly int _historyPerService;
    private volatile CatalogSnapshot _snapshot;
    private long _forgotten;

    /// <param name="revisionTag">Tells this node's revisions from another's.</param>
    /// <param name="historyPerService">How many changes of one service are kept; of all of them 16 times as many.</param>
    /// <param name="historyBytes">
    /// What the changes of all services may cost in bytes, and as much once more those kept by service; the oldest go first.
    /// Null: 12 KiB for each of <paramref name="historyPerService"/>.
    /// </param>
    public PublishedCatalog(DateTimeOffset startedAt, int revisionTag, int historyPerService, long? historyBytes = null)
    {
        RevisionTag = revisionTag;
        FirstRevision = RevisionClock.First(startedAt, revisionTag);
        _historyPerService = historyPerService;
        var bytes = historyBytes ?? historyPerService * BytesPerChange;
        _budget = new HistoryBudget(bytes);
        _all = new ChangeHistory(FirstRevision, 16 * historyPerService, new HistoryBudget(bytes));
        _snapshot = new CatalogSnapshot(
            FirstRevision, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);
    }

    public int RevisionTag { get; }

    public long FirstRevision { get; }

    public CatalogSnapshot Snapshot => _snapshot;

    /// <summary>What the kept changes cost, in bytes, as far as that can be told.</summary>
    internal long HistoryBytes
    {
        get
        {
            lock (_gate)
                return _all.Bytes + _budget.Bytes;
        }
    }

    /// <summary>Names that something is kept for: their changes, or somebody who waits.</summary>
    internal int KnownNames
    {
        get
        {
            lock (_gate)
                return Math.Max(_histories.Count, _signals.Count);
        }
    }

    /// <summary>Swaps the snapshot and wakes the watchers of the services that changed.</summary>
    public void Publish(CatalogSnapshot next, IReadOnlyList<CatalogChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var woken = new List<TaskCompletionSource>();
        lock (_gate)
        {
            _snapshot = next;
            foreach (var change in changes)
            {
                _all.Add(change);
                HistoryOf(change.Service.Value).Add(change);
                _signals.Take(change, woken);
                if (change.Kind is ChangeKind.Removed && !next.Services.ContainsKey(change.Service.Value))
                    _gone.Enqueue(change.Service.Value);
            }

            ForgetGone(next);
        }

        foreach (var signal in woken)
            signal.TrySetResult();
    }

    /// <summary>
    /// The net changes of a service (null: of all) after a revision, and a task that ends at the next change; it may end
    /// without one where there is no such service. The changes are null when the revision is not of this node or too old.
    /// </summary>
    public (IReadOnlyList<CatalogChange>? Changes, CatalogSnapshot Snapshot, Task Next) ChangesSince(
        string? service, long since)
    {
        lock (_gate)
        {
            var known = RevisionClock.IsFrom(since, RevisionTag) && since <= _snapshot.Revision;
            var changes = known ? Since(service, since) : null;
            return (changes, _snapshot, _signals.Next(service, service is null || _snapshot.Services.ContainsKey(service)));
        }
    }

    private IReadOnlyList<CatalogChange>? Since(string? service, long since)
    {
        if (service is null)
            return _all.Since(since);
        if (_histories.TryGetValue(service, out var history))
            return history.Since(since);
        return since < Floor ? null : [];
    }

    private void ForgetGone(CatalogSnapshot next)
    {
        while (_gone.Count > GoneServices)
        {
            var service = _gone.Dequeue();
            if (next.Services.ContainsKey(service) || !_histories.Remove(service, out var history))
                continue;
            history.Clear();
            _forgotten = next.Revision;
        }
    }

    /// <summary>What a service without a history has not changed since.</summary>
    private long Floor => Math.Max(FirstRevision, _forgotten);

    private ChangeHistory HistoryOf(string service)
    {
        if (!_histories.TryGetValue(service, out var history))
            _histories[service] = history = new ChangeHistory(Floor, _historyPerService, _budget);
        return history;
    }
}
