using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using static Mesh.Node.Etcd.Proto.WatchCreateRequest.Types;

namespace Mesh.Node.Etcd.Watching;

/// <summary>
/// The watches of one stream and what each is to be told. All of them stand at one revision; what a new one has missed
/// it is told when it is made. Pure but for the table itself; not thread-safe.
/// </summary>
internal sealed class WatchTable(EtcdIdentity self, int most)
{
    /// <summary>etcd answers progress requests under this id, which stands for all watches of the stream.</summary>
    public const long AllWatches = -1;

    private readonly SortedDictionary<long, WatchEntry> _watches = [];
    private long _nextId;

    public int Count => _watches.Count;

    public bool WantsProgress { get; private set; }

    /// <summary>Makes a watch; the answers are "created" and what it has missed.</summary>
    /// <param name="now">What the stream has been told up to.</param>
    /// <param name="missed">Gives the changes from a revision on, up to <paramref name="now"/>; null: it is not known.</param>
    public IEnumerable<WatchResponse> Create(
        WatchCreateRequest request, RevisionWindow window, KeyValueSnapshot now, Func<long, IReadOnlyList<KeyChange>?> missed)
    {
        if (Refusal(request) is { } reason)
        {
            yield return Refused(now.Revision, reason);
            yield break;
        }

        var watch = Add(request);
        yield return new WatchResponse { Header = self.Header(now.Revision), WatchId = watch.Id, Created = true };
        var changes = request.StartRevision > 0 ? missed(request.StartRevision) : null;
        switch (window.StartOf(request.StartRevision, changes is not null))
        {
            case WatchStartKind.Compacted:
                _watches.Remove(watch.Id);
                yield return Compacted(watch.Id, window.Floor);
                break;
            case WatchStartKind.Resume:
                foreach (var response in Tell(watch, changes!))
                    yield return response;
                break;
            case WatchStartKind.Replay:
                foreach (var response in Replay(watch, now, missed(window.Floor) ?? []))
                    yield return response;
                break;
        }
    }

    /// <summary>A watch that is not made: created and cancelled in one, as etcd has it.</summary>
    public WatchResponse Refused(long revision, string reason) => new()
    {
        Header = self.Header(revision),
        WatchId = AllWatches,
        Created = true,
        Canceled = true,
        CancelReason = reason,
    };

    /// <summary>The answer to a cancellation; null for an unknown id, which etcd does not answer.</summary>
    public WatchResponse? Cancel(long id, long revision) => _watches.Remove(id)
        ? new WatchResponse { Header = self.Header(revision), WatchId = id, Canceled = true }
        : null;

    /// <summary>What these changes mean to each watch.</summary>
    public IEnumerable<WatchResponse> Changed(IReadOnlyList<KeyChange> changes)
    {
        foreach (var watch in _watches.Values)
        {
            foreach (var response in Tell(watch, changes))
                yield return response;
        }
    }

    /// <summary>The stream was too slow and the window has moved on: the watches end, each with a legal start.</summary>
    /// <param name="revision">The one from which on the window has all.</param>
    public IEnumerable<WatchResponse> Lost(long revision)
    {
        foreach (var id in _watches.Keys.ToArray())
        {
            _watches.Remove(id);
            yield return Compacted(id, revision);
        }
    }

    /// <summary>The answer to a progress request.</summary>
    public WatchResponse Progress(long revision) => new() { Header = self.Header(revision), WatchId = AllWatches };

    /// <summary>The regular notice to those that asked for it.</summary>
    public IEnumerable<WatchResponse> Notices(long revision)
    {
        foreach (var watch in _watches.Values)
        {
            if (watch.ProgressNotify)
                yield return new WatchResponse { Header = self.Header(revision), WatchId = watch.Id };
        }
    }

    private string? Refusal(WatchCreateRequest request) =>
        _watches.Count >= most ? $"etcdserver: too many requests: a stream has at most {most} watches"
        : request.WatchId < 0 ? $"etcdserver: watch_id: {request.WatchId}: must not be negative"
        : request.WatchId != 0 && _watches.ContainsKey(request.WatchId) ? "mvcc: duplicate watch ID provided on the WatchStream"
        : request.StartRevision < 0 ? EtcdFault.Compacted.Text
        : RangeOf(request) is { IsOneKey: false } range && range.To <= range.From ? "mvcc: watcher range is empty"
        : null;

    private static KeyRange RangeOf(WatchCreateRequest request)
    {
        // An empty key is the first of all, as etcd takes it.
        var key = request.Key.IsEmpty ? Google.Protobuf.ByteString.CopyFrom(0) : request.Key;
        return KeyRange.Of(key, request.RangeEnd);
    }

    private WatchEntry Add(WatchCreateRequest request)
    {
        var id = request.WatchId;
        while (id == 0 && _watches.ContainsKey(_nextId))
            _nextId++;
        if (id == 0)
            id = _nextId++;
        var watch = new WatchEntry(
            id,
            RangeOf(request),
            !request.Filters.Contains(FilterType.Noput),
            !request.Filters.Contains(FilterType.Nodelete),
            request.PrevKv,
            request.ProgressNotify,
            request.Fragment);
        _watches.Add(id, watch);
        WantsProgress |= watch.ProgressNotify;
        return watch;
    }

    private WatchResponse Compacted(long id, long revision) =>
        new() { Header = self.Header(0), WatchId = id, Canceled = true, CompactRevision = revision };

    /// <summary>The state as puts, and a delete for each key that went away lately: whoever held an older state, from wherever, is right after it.</summary>
    private IEnumerable<WatchResponse> Replay(WatchEntry watch, KeyValueSnapshot now, IReadOnlyList<KeyChange> recent)
    {
        var events = new List<KeyEvent>();
        var gone = new HashSet<Octets>();
        for (var i = recent.Count - 1; i >= 0; i--)
        {
            foreach (var change in recent[i].Events)
            {
                if (change.Kind is KeyEventKind.Delete && now.Find(change.Entry.Key) is null && gone.Add(change.Entry.Key))
                    events.Add(change);
            }
        }

        foreach (var entry in now.Range(watch.Range.From, watch.Range.To))
            events.Add(new KeyEvent(KeyEventKind.Put, entry, null));
        events.RemoveAll(e => !watch.Wants(e));
        // etcd's clients take the revision of the last event as the one to go on from.
        events.Sort(static (a, b) => a.Entry.ModRevision.CompareTo(b.Entry.ModRevision));
        return events.Count == 0 ? [] : WatchEvents.Pack(watch, events, self.Header(now.Revision));
    }

    private IEnumerable<WatchResponse> Tell(WatchEntry watch, IReadOnlyList<KeyChange> changes)
    {
        List<KeyEvent>? events = null;
        var revision = 0L;
        foreach (var change in changes)
        {
            foreach (var one in change.Events)
            {
                if (watch.Wants(one))
                    (events ??= []).Add(one);
            }

            revision = change.Revision;
        }

        return events is null ? [] : WatchEvents.Pack(watch, events, self.Header(revision));
    }
}
