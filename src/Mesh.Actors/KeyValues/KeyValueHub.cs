using System.Collections.Immutable;
using Mesh.Catalog;
using KeyState = Mesh.Replication.ClaimState<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// What one node keeps of the key-value store outside its actor: the present snapshot and the recent changes. It
/// outlives the ActorSystem, so that reads go on while that restarts. Written by one actor, read by anybody.
/// </summary>
internal sealed class KeyValueHub
{
    /// <summary>How many events the window of recent changes holds.</summary>
    public const int HistoryEvents = 16_384;

    /// <summary>How many bytes of keys and values, and 256 more for each event.</summary>
    public const long HistoryBytes = 16L << 20;

    private readonly Lock _gate = new();
    private readonly KeyHistory _history;
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile KeyValueSnapshot _snapshot;
    private volatile IKeyValueInbox? _inbox;
    private volatile KeyState? _state;
    private TaskCompletionSource? _signal;

    public KeyValueHub(int historyEvents = HistoryEvents, long historyBytes = HistoryBytes)
    {
        _history = new KeyHistory(KeyRevisions.None, historyEvents, historyBytes);
        _snapshot = new KeyValueSnapshot(KeyRevisions.None, [], []);
    }

    public KeyValueSnapshot Snapshot => _snapshot;

    /// <summary>
    /// Everything that the others hold was here once in this process, with what they and this node had stored: what is not found, is
    /// not there.
    /// </summary>
    public bool WasComplete => _completed.Task.IsCompleted;

    /// <summary>Ends when that is so for the first time.</summary>
    public Task Completed => _completed.Task;

    /// <summary>Of the changes up to it nothing is known but what they have come to.</summary>
    public long CompactRevision
    {
        get
        {
            lock (_gate)
                return _history.Floor;
        }
    }

    /// <summary>Written by the store's actor alone.</summary>
    internal HeardLeases Heard { get; } = new();

    /// <summary>Does an entry describe the instance whose lease clients renew at this node?</summary>
    internal bool IsHeard(ServiceInstance instance, Moment now) => DerivedInstances.KeyOf(instance) is { } key
        && _snapshot.Find(key) is { Lease: not 0 and var lease } && Heard.IsAlive(lease, now.At);

    /// <summary>Where calls go; null while no actor runs.</summary>
    internal IKeyValueInbox? Inbox
    {
        get => _inbox;
        set => _inbox = value;
    }

    /// <summary>
    /// What this node itself has written, leases, leased entries and tombstones among it: for each bucket the records by
    /// their keys, the same object for as long as nothing in the bucket changes. What a node with a data directory stores.
    /// </summary>
    public IReadOnlyList<ImmutableSortedDictionary<KeySlot, KeyRecord>> OwnRecords() => _state is { } state
        ? [.. state.Buckets.Select(b => b.LogOf(state.Self).Live)]
        : [];

    /// <summary>A lease as this node holds it; null: it does not, for it is unknown, has ended, or was left by an owner that is gone.</summary>
    public KeyRecord? FindLease(long lease)
    {
        if (_state is not { } state)
            return null;
        var slot = KeySlot.OfLease(lease);
        return state.Buckets[KeyBuckets.IndexOf(slot, state.Buckets.Length)].Logs.Values
            .Select(l => l.Find(slot)).OfType<KeyRecord>().Where(r => !r.Deleted).MaxBy(r => r.Claim);
    }

    /// <summary>
    /// Brings back stored records of which nothing newer is known; false when no actor runs. To be called once the node
    /// holds what the others hold, or deletions meanwhile would not be known. A lease begins anew with its full time.
    /// </summary>
    public async Task<bool> RestoreAsync(IReadOnlyList<KeyRecord> records, CancellationToken cancellation)
    {
        if (Inbox is not { } inbox || _state is not { IsWarm: true })
            return false;
        var call = new KeyValueCall.Restore(records);
        inbox.Post(call);
        await call.Task.WaitAsync(cancellation);
        return true;
    }

    /// <summary>The replicated state of one incarnation; it outlives a restart of the actor. Called by it alone.</summary>
    /// <param name="hasPast">The node has a disk, and began with what was on it.</param>
    internal KeyState StateOf(Owner self, int buckets, bool hasPast = false) =>
        _state = KeyState.Of(self, KeyBucket.Empty, buckets, _state, hasPast: hasPast);

    /// <summary>Called by the store's actor alone.</summary>
    internal void Complete() => _completed.TrySetResult();

    /// <summary>Swaps the snapshot and wakes the readers.</summary>
    /// <param name="changes">In order of revision, the last of them at the snapshot's.</param>
    public void Publish(KeyValueSnapshot next, IReadOnlyList<KeyChange> changes)
    {
        TaskCompletionSource? woken = null;
        lock (_gate)
        {
            _snapshot = next;
            foreach (var change in changes)
                _history.Add(change);
            if (changes.Count > 0)
                (woken, _signal) = (_signal, null);
        }

        woken?.TrySetResult();
    }

    public KeyChanges ChangesSince(long revision)
    {
        lock (_gate)
        {
            _signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var items = _history.Before(revision + 1) is { } known ? _history.Since(known) : null;
            return new KeyChanges(items, _snapshot, _signal.Task);
        }
    }

    /// <summary>
    /// What happened from a revision on. From the compacted one itself: the keys that it put are among it, what it deleted is not.
    /// Null: it is none of this node's, lies in the future or too far back.
    /// </summary>
    public IReadOnlyList<KeyChange>? ChangesFrom(long revision)
    {
        lock (_gate)
        {
            if (_history.Before(revision) is { } before)
                return _history.Since(before);
            if (revision != _history.Floor || _history.Since(revision) is not { } later)
                return null;
            var then = _snapshot.Before(later, revision).Entries.Where(e => e.ModRevision == revision);
            return [new KeyChange(revision, [.. then.Select(e => new KeyEvent(KeyEventKind.Put, e, null))]), .. later];
        }
    }

    public KeyValueSnapshot? SnapshotAt(long revision)
    {
        KeyValueSnapshot now;
        ImmutableArray<KeyChange>? later;
        lock (_gate)
        {
            now = _snapshot;
            later = _history.Before(revision + 1) is { } known ? _history.Since(known) : null;
        }

        return later is { } changes ? now.Before(changes, revision) : null;
    }

    /// <summary>The snapshot as it was before a revision of this node; null when that lies before the window or in the future.</summary>
    public KeyValueSnapshot? SnapshotBefore(long revision)
    {
        KeyValueSnapshot now;
        ImmutableArray<KeyChange>? later;
        long before;
        lock (_gate)
        {
            if (!_history.Contains(revision) || _history.Before(revision) is not { } last)
                return null;
            (now, before, later) = (_snapshot, last, _history.Since(last));
        }

        return later is { } changes ? now.Before(changes, before) : null;
    }

    public void Compact(long revision)
    {
        lock (_gate)
        {
            if (revision <= _snapshot.Revision)
                _history.Compact(revision);
        }
    }
}
