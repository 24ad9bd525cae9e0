using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Formats.Etcd;
using Mesh.Views;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// The keys as etcd's clients see them: the store's and, among them, instances of other doors as read-only keys. It has
/// a line of revisions of its own, which is the store's where nothing is shown, and a window of recent changes. Thread-safe.
/// </summary>
internal sealed class EtcdView
{
    private const int KnownRevisions = 8_192;

    // More than the calls that wait for their change can bring at once.
    private const long KnownBytes = 32L << 20;

    private readonly Lock _gate = new();
    private readonly IMeshKeyValues _store;
    private readonly IMeshClient _mesh;
    private readonly ShownKeys _shown;
    private readonly ViewFold _fold;
    private readonly KeyValueHub _hub = new();
    private readonly Action<long>? _reached;
    private readonly Func<long, IReadOnlyList<CatalogChange>?>? _offered;
    private readonly ChangeRing _recent = new(KnownRevisions, KnownBytes);
    private readonly Dictionary<string, ServiceView> _folded = [];
    private long _storeRevision = -1;
    private long _catalogRevision = -1;

    /// <param name="layouts">Those in which instances of other doors are shown.</param>
    /// <param name="reached">Told to which time the view has come beyond the store; must not block.</param>
    /// <param name="offered">What changed in the catalogue after a revision of it; null: unknown. Without it a reader may be behind the catalogue.</param>
    public EtcdView(
        IMeshKeyValues store,
        IMeshClient mesh,
        IReadOnlyList<IInstanceLayout> layouts,
        Action<long>? reached = null,
        Func<long, IReadOnlyList<CatalogChange>?>? offered = null)
    {
        _store = store;
        _mesh = mesh;
        _reached = reached;
        _offered = offered;
        _shown = new ShownKeys(layouts);
        _fold = new ViewFold(_shown);
    }

    public long CompactRevision => _hub.CompactRevision;

    /// <summary>Holds everything that the store's snapshot holds, and what the catalogue offers.</summary>
    public KeyValueSnapshot Current
    {
        get
        {
            CatchUp();
            return _hub.Snapshot;
        }
    }

    public KeyChanges ChangesSince(long revision)
    {
        CatchUp();
        return _hub.ChangesSince(revision);
    }

    public KeyValueSnapshot? SnapshotAt(long revision)
    {
        CatchUp();
        return _hub.SnapshotAt(revision);
    }

    /// <summary>The snapshot before a change that is in the window; null: it is not.</summary>
    public KeyValueSnapshot? SnapshotBefore(long revision) => _hub.SnapshotBefore(revision);

    /// <summary>What happened from a revision on; null: it is none of this node's, lies in the future or too far back.</summary>
    public IReadOnlyList<KeyChange>? ChangesFrom(long revision)
    {
        CatchUp();
        return _hub.ChangesFrom(revision);
    }

    public void Compact(long revision) => _hub.Compact(revision);

    /// <summary>The change here that a revision of the store became; null: it changed nothing, or lies too far back.</summary>
    public KeyChange? ChangeOf(long storeRevision)
    {
        // The store moves on meanwhile: what came after this revision is not waited for.
        if (Volatile.Read(ref _storeRevision) < storeRevision)
            CatchUp(storeRevision);
        return _recent.Find(storeRevision);
    }

    /// <summary>The instances that a key stands for, when it is a shown one and not hidden by a stored one.</summary>
    public IReadOnlyList<InstanceKey> ShownAt(KeyValue entry)
    {
        if (entry.Owner != ViewFold.Shown)
            return [];
        lock (_gate)
            return [.. _shown.At(entry.Key)?.Instances ?? []];
    }

    /// <summary>Takes in what the mesh offers of a service; null: of all services.</summary>
    public void Refresh(string? service)
    {
        lock (_gate)
        {
            // Not before: what another has folded meanwhile is newer.
            var snapshot = _mesh.Snapshot;
            if (service is not null)
            {
                Fold(service, snapshot.Find(service));
                return;
            }

            FoldAll(snapshot);
        }
    }

    /// <summary>The others number what is shown by themselves: they are told how far that has come here.</summary>
    public void TellReached()
    {
        var slot = KeyRevisions.SlotOf(Current.Revision);
        if (slot > KeyRevisions.SlotOf(_store.Snapshot.Revision))
            _reached?.Invoke(slot);
    }

    private void Fold(string service, ServiceView? view)
    {
        if (view is not null && ReferenceEquals(_folded.GetValueOrDefault(service), view))
            return;
        if (view is null)
            _folded.Remove(service);
        else
            _folded[service] = view;
        if (_fold.Offered(service, view?.Endpoints.Endpoints ?? []) is { } change)
            _hub.Publish(_fold.Snapshot, [change]);
    }

    private void CatchUp()
    {
        CatchUp(_store.Snapshot.Revision);
        FollowCatalog();
    }

    /// <summary>All doors of a node show one view: what another answers from is here too.</summary>
    private void FollowCatalog()
    {
        if (_offered is null || Volatile.Read(ref _catalogRevision) >= _mesh.Snapshot.Revision)
            return;
        lock (_gate)
        {
            var snapshot = _mesh.Snapshot;
            if (_catalogRevision >= snapshot.Revision)
                return;
            if (_catalogRevision >= 0 && _offered(_catalogRevision) is { } changes)
            {
                foreach (var name in changes.Select(static c => c.Service.Value).Distinct())
                    Fold(name, snapshot.Find(name));
            }
            else
            {
                FoldAll(snapshot);
            }

            Volatile.Write(ref _catalogRevision, snapshot.Revision);
        }
    }

    private void FoldAll(CatalogSnapshot snapshot)
    {
        foreach (var name in _shown.Services.Where(s => snapshot.Find(s) is null).ToArray())
            Fold(name, null);
        foreach (var (name, view) in snapshot.Services)
            Fold(name, view);
    }

    /// <summary>Takes in what the store has published, unless somebody else did so up to this revision.</summary>
    private void CatchUp(long storeRevision)
    {
        if (Volatile.Read(ref _storeRevision) >= storeRevision)
            return;
        lock (_gate)
        {
            if (_storeRevision >= storeRevision)
                return;
            var missed = _store.ChangesSince(_storeRevision);
            if (missed.Snapshot.Revision == _storeRevision)
                return;
            var changes = new List<KeyChange>();
            if (missed.Items is { } items)
                Fold(items, missed.Snapshot, changes);
            else if (_fold.Stored(missed.Snapshot) is { } all)
                changes.Add(all);
            // After this is published, whoever sees the number also finds the snapshot.
            if (changes.Count > 0)
                _hub.Publish(_fold.Snapshot, changes);
            Volatile.Write(ref _storeRevision, missed.Snapshot.Revision);
        }
    }

    private void Fold(ImmutableArray<KeyChange> items, KeyValueSnapshot after, List<KeyChange> changes)
    {
        var folded = _fold.Stored(items, after);
        for (var i = 0; i < items.Length; i++)
        {
            if (folded[i] is not { } change)
                continue;
            changes.Add(change);
            _recent.Add(items[i].Revision, change);
        }
    }
}
