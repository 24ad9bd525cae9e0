using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.KeyValues;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Testing;

/// <summary>The key-value store of a mesh of one node, in memory. Leases end when the test moves the time and says so.</summary>
internal sealed class FakeMeshKeyValues : IMeshKeyValues
{
    public static readonly Owner Self = new("10.0.0.9:4053", 9);

    private readonly Lock _gate = new();
    private readonly KeyValueHub _hub;
    private readonly SortedDictionary<long, (long Ttl, DateTimeOffset End)> _leases = [];
    private ImmutableList<KeyValue> _entries = [];

    public FakeMeshKeyValues(FakeTimeProvider? time = null, int historyEvents = KeyValueHub.HistoryEvents)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _hub = new KeyValueHub(historyEvents);
        var first = KeyRevisions.Of(KeyRevisions.SlotOf(Time.GetUtcNow()), default);
        _hub.Publish(new KeyValueSnapshot(first, [], []), [new KeyChange(first, [])]);
    }

    public FakeTimeProvider Time { get; }

    /// <summary>With a reason every call that writes or renews is answered Unavailable.</summary>
    public string? Down { get; set; }

    public KeyValueSnapshot Snapshot => _hub.Snapshot;

    public long CompactRevision => _hub.CompactRevision;

    public KeyChanges ChangesSince(long revision) => _hub.ChangesSince(revision);

    public KeyValueSnapshot? SnapshotAt(long revision) => _hub.SnapshotAt(revision);

    public void Compact(long revision) => _hub.Compact(revision);

    public Task<IApplyReply> ApplyAsync(KeyBatch batch, CancellationToken cancellation = default)
    {
        var faults = KeyBatchValidation.Check(batch);
        lock (_gate)
        {
            return Task.FromResult<IApplyReply>(
                Down is { } reason ? new Unavailable(reason)
                : faults.Count > 0 ? new Rejected(ValueList.From(faults))
                : Apply(batch));
        }
    }

    public Task<IGrantReply> GrantAsync(long lease, long ttl, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IGrantReply>(
                Down is { } reason ? new Unavailable(reason)
                : _leases.ContainsKey(lease) ? new LeaseExists(lease)
                : Grant(lease, Math.Max(ttl, KeyValueLimits.MinTtl)));
        }
    }

    public Task<IKeepAliveReply> KeepAliveAsync(long lease, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (Down is { } reason)
                return Task.FromResult<IKeepAliveReply>(new Unavailable(reason));
            if (!_leases.TryGetValue(lease, out var held))
                return Task.FromResult<IKeepAliveReply>(new LeaseNotFound(lease));
            _leases[lease] = (held.Ttl, Time.GetUtcNow().AddSeconds(held.Ttl));
            return Task.FromResult<IKeepAliveReply>(new KeptAlive(lease, held.Ttl));
        }
    }

    public Task<IRevokeReply> RevokeAsync(long lease, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IRevokeReply>(
                Down is { } reason ? new Unavailable(reason)
                : End(lease) ? new Revoked(lease)
                : new LeaseNotFound(lease));
        }
    }

    public Task<ITimeToLiveReply> TimeToLiveAsync(long lease, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return Task.FromResult<ITimeToLiveReply>(
                Down is { } reason ? new Unavailable(reason)
                : !_leases.TryGetValue(lease, out var held) ? new LeaseNotFound(lease)
                : new Remaining(
                    lease,
                    held.Ttl,
                    (long)(held.End - Time.GetUtcNow()).TotalSeconds,
                    [.. _entries.Where(e => e.Lease == lease).Select(e => e.Key)]));
        }
    }

    /// <summary>Ends the leases whose time is over, each in a revision of its own.</summary>
    public void ExpireLeases()
    {
        lock (_gate)
        {
            foreach (var id in _leases.Where(l => l.Value.End <= Time.GetUtcNow()).Select(l => l.Key).ToArray())
                End(id);
        }
    }

    private Granted Grant(long wanted, long ttl)
    {
        var id = wanted == 0 ? Enumerable.Range(1, int.MaxValue).First(i => !_leases.ContainsKey(i)) : wanted;
        _leases[id] = (ttl, Time.GetUtcNow().AddSeconds(ttl));
        Publish(_hub.Snapshot.Revision, []);
        return new Granted(id, ttl);
    }

    private bool End(long lease)
    {
        if (!_leases.Remove(lease))
            return false;
        Apply(new KeyBatch([.. _entries.Where(e => e.Lease == lease).Select(e => new KeyWrite.Delete(e.Key))]));
        return true;
    }

    private IApplyReply Apply(KeyBatch batch)
    {
        if (batch.Conditions.Any(c => (Snapshot.Find(c.Key)?.ModRevision ?? 0) != c.ModRevision))
            return new ConditionFailed(Snapshot);
        foreach (var put in batch.Writes.OfType<KeyWrite.Put>())
        {
            if (put.Lease != 0 && !_leases.ContainsKey(put.Lease))
                return new LeaseNotFound(put.Lease);
        }

        var revision = KeyRevisions.Of(KeyRevisions.NextSlot(Snapshot.Revision, 0, default), default);
        var entries = _entries.ToBuilder();
        var events = new List<KeyEvent>();
        var previous = batch.Writes.Select(w => Write(entries, w, revision, events)).ToImmutableArray();
        _entries = entries.ToImmutable();
        Publish(events.Count == 0 ? Snapshot.Revision : revision, events);
        return new Applied(Snapshot.Revision, Snapshot, previous);
    }

    private ImmutableArray<KeyValue> Write(
        ImmutableList<KeyValue>.Builder entries, KeyWrite write, long revision, List<KeyEvent> events)
    {
        if (write is KeyWrite.Put put)
        {
            var old = Snapshot.Find(put.Key);
            var entry = new KeyValue(
                put.Key, put.Value, old?.CreateRevision ?? revision, revision, (old?.Version ?? 0) + 1, put.Lease, put.Flags, Self);
            KeyValueSnapshot.Replace(entries, put.Key, entry);
            events.Add(new KeyEvent(KeyEventKind.Put, entry, old));
            return old is null ? [] : [old];
        }

        ImmutableArray<KeyValue> gone = write is KeyWrite.DeleteRange range
            ? [.. Snapshot.Range(range.From, range.To)]
            : Snapshot.Find(((KeyWrite.Delete)write).Key) is { } one ? [one] : [];
        foreach (var entry in gone)
        {
            KeyValueSnapshot.Replace(entries, entry.Key, null);
            events.Add(new KeyEvent(KeyEventKind.Delete, new KeyValue(entry.Key, default, 0, revision, 0, 0, 0, Self), entry));
        }

        return gone;
    }

    private void Publish(long revision, List<KeyEvent> events) => _hub.Publish(
        new KeyValueSnapshot(revision, _entries, [.. _leases.Keys]),
        events.Count == 0 ? [] : [new KeyChange(revision, [.. events])]);
}
