using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Replication;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>
/// What one node keeps outside its actors: the present snapshot, the recent changes, and what it has registered. It
/// outlives the ActorSystem, so that lookups go on and registrations come back when that restarts. Written by the
/// registry actor alone, read by anybody.
/// </summary>
public sealed class MeshHub
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ChangeHistory> _histories = [];
    private readonly Dictionary<string, TaskCompletionSource> _signals = [];
    private readonly ChangeHistory _all;
    private readonly int _historyPerService;
    private Owner? _bucketsOf;
    private InstanceBucket[] _buckets = [];
    private volatile PolicyTable _policies = PolicyTable.Empty;
    private volatile CatalogSnapshot _snapshot;
    private volatile MeshState _state = MeshState.Initial;
    private volatile ImmutableDictionary<InstanceKey, ServiceInstance> _ownRegistrations =
        ImmutableDictionary<InstanceKey, ServiceInstance>.Empty;

    public MeshHub(DateTimeOffset startedAt, int revisionTag, int historyPerService = 1_024)
    {
        RevisionTag = revisionTag;
        _historyPerService = historyPerService;
        var first = RevisionClock.First(startedAt, revisionTag);
        _all = new ChangeHistory(first, 16 * historyPerService);
        FirstRevision = first;
        _snapshot = new CatalogSnapshot(
            first, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);
    }

    public int RevisionTag { get; }

    public long FirstRevision { get; }

    public CatalogSnapshot Snapshot => _snapshot;

    public MeshState State
    {
        get => _state;
        set
        {
            _state = value;
            StateChanged?.Invoke(value);
        }
    }

    /// <summary>Raised on the thread that changed the state; handlers must not block.</summary>
    public event Action<MeshState>? StateChanged;

    /// <summary>What this node has registered and re-asserts, whatever the mesh loses.</summary>
    public ImmutableDictionary<InstanceKey, ServiceInstance> OwnRegistrations
    {
        get => _ownRegistrations;
        set => _ownRegistrations = value;
    }

    /// <summary>The policies of all services as last seen; taken up again by the next registry actor.</summary>
    public PolicyTable Policies
    {
        get => _policies;
        internal set => _policies = value;
    }

    /// <summary>The members of the mesh; written by membership alone.</summary>
    public PublishedMembers Members { get; } = new();

    /// <summary>What the named checks of this node's instances saw last.</summary>
    public CheckReports Checks { get; } = new();

    /// <summary>Entries in the replicated state whose owner is not a member; an invariant says 0 once pruning is done.</summary>
    public int OwnerlessEntries { get; internal set; }

    /// <summary>True when no registry actor of this incarnation has run yet.</summary>
    internal bool IsNew(Owner self) => _bucketsOf != self;

    /// <summary>
    /// The buckets of one incarnation. They outlive a restart of the registry actor, whose own writes must go on from
    /// the numbers it has used; a new incarnation begins with empty ones.
    /// </summary>
    internal InstanceBucket[] BucketsOf(Owner self, int count)
    {
        if (_bucketsOf != self || _buckets.Length != count)
        {
            _bucketsOf = self;
            _buckets = new InstanceBucket[count];
            Array.Fill(_buckets, InstanceBucket.Empty);
        }

        return _buckets;
    }

    /// <summary>Swaps the snapshot and wakes the watchers of the services that changed.</summary>
    public void Publish(CatalogSnapshot next, IReadOnlyList<CatalogChange> changes)
    {
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
            }

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

    private ChangeHistory HistoryOf(string service)
    {
        if (!_histories.TryGetValue(service, out var history))
            _histories[service] = history = new ChangeHistory(FirstRevision, _historyPerService);
        return history;
    }
}
