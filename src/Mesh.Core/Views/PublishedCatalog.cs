using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>
/// The present snapshot of a catalogue and its recent changes: what readers look up, and what watchers go on from.
/// Written by one thread at a time, read by any.
/// </summary>
public sealed class PublishedCatalog
{
    /// <summary>Of so many services that are gone the changes are kept; a watcher of another begins anew.</summary>
    private const int GoneServices = 256;

    private readonly Lock _gate = new();
    private readonly Queue<string> _gone = new();
    private readonly Dictionary<string, ChangeHistory> _histories = [];
    private readonly Dictionary<string, TaskCompletionSource> _signals = [];
    private readonly ChangeHistory _all;
    private readonly int _historyPerService;
    private volatile CatalogSnapshot _snapshot;
    private long _forgotten;

    /// <param name="revisionTag">Tells this node's revisions from another's.</param>
    /// <param name="historyPerService">How many changes of one service are kept; of all of them 16 times as many.</param>
    public PublishedCatalog(DateTimeOffset startedAt, int revisionTag, int historyPerService)
    {
        RevisionTag = revisionTag;
        FirstRevision = RevisionClock.First(startedAt, revisionTag);
        _historyPerService = historyPerService;
        _all = new ChangeHistory(FirstRevision, 16 * historyPerService);
        _snapshot = new CatalogSnapshot(
            FirstRevision, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);
    }

    public int RevisionTag { get; }

    public long FirstRevision { get; }

    public CatalogSnapshot Snapshot => _snapshot;

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
                if (_signals.Remove(change.Service.Value, out var signal))
                    woken.Add(signal);
                if (change.Kind is ChangeKind.Removed && !next.Services.ContainsKey(change.Service.Value))
                    _gone.Enqueue(change.Service.Value);
            }

            ForgetGone(next);

            if (changes.Count > 0 && _signals.Remove("", out var any))
                woken.Add(any);
        }

        foreach (var signal in woken)
            signal.TrySetResult();
    }

    /// <summary>
    /// The net changes of a service (null: of all) after a revision, and a task that ends at the next change. The
    /// changes are null when the revision is not of this node or too old.
    /// </summary>
    public (IReadOnlyList<CatalogChange>? Changes, CatalogSnapshot Snapshot, Task Next) ChangesSince(
        string? service, long since)
    {
        lock (_gate)
        {
            var known = RevisionClock.IsFrom(since, RevisionTag) && since <= _snapshot.Revision;
            var history = service is null ? _all : HistoryOf(service);
            var changes = known ? history.Since(since) : null;
            var key = service ?? "";
            if (!_signals.TryGetValue(key, out var signal))
                _signals[key] = signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (changes, _snapshot, signal.Task);
        }
    }

    private void ForgetGone(CatalogSnapshot next)
    {
        while (_gone.Count > GoneServices)
        {
            var service = _gone.Dequeue();
            if (!next.Services.ContainsKey(service) && _histories.Remove(service))
                _forgotten = next.Revision;
        }
    }

    private ChangeHistory HistoryOf(string service)
    {
        if (!_histories.TryGetValue(service, out var history))
            _histories[service] = history = new ChangeHistory(Math.Max(FirstRevision, _forgotten), _historyPerService);
        return history;
    }
}
