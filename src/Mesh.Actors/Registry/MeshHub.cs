using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Membership;
using Mesh.Replication;
using Mesh.Trust;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>
/// What one node keeps outside its actors: the view that callers read, its state, and what it has registered. It outlives
/// the ActorSystem, so that lookups go on and registrations come back when that restarts. Written by the registry actor
/// alone, read by anybody.
/// </summary>
internal sealed class MeshHub(
    DateTimeOffset startedAt, int revisionTag, int historyPerService = 1_024, long? historyBytes = null)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Task _restored = Task.CompletedTask;
    private volatile Task _keysCompleted = Task.CompletedTask;
    private volatile MeshState _state = MeshState.Initial;

    /// <summary>What lookups and watches read.</summary>
    public PublishedCatalog Catalog { get; } = new(startedAt, revisionTag, historyPerService, historyBytes);

    public int RevisionTag => Catalog.RevisionTag;

    public long FirstRevision => Catalog.FirstRevision;

    public CatalogSnapshot Snapshot => Catalog.Snapshot;

    public MeshState State
    {
        get => _state;
        set
        {
            _state = value;
            if (value.Phase is MeshPhase.Ready)
                _ready.TrySetResult();
            StateChanged?.Invoke(value);
        }
    }

    /// <summary>
    /// Ends when everything that the others hold is here for the first time in this process: what this node itself has
    /// stored can be compared with it.
    /// </summary>
    public Task FirstFilled => _filled.Task;

    /// <summary>
    /// Ends when what this node has stored is back: it says ready no sooner, for who restarts a whole mesh would be told
    /// that nothing is there. To be set before the node starts.
    /// </summary>
    public Task Restored
    {
        get => _restored;
        set => _restored = value;
    }

    /// <summary>Ends when the keys of the mesh are here as well. To be set before the node starts.</summary>
    public Task KeysCompleted
    {
        get => _keysCompleted;
        set => _keysCompleted = value;
    }

    /// <summary>
    /// Ends once what this node holds now is on its disk: null, or the reason why it is not. Who is answered that something was
    /// written waits for it, at whichever node it was asked. Null: the node promises no disk. To be set before the node starts.
    /// </summary>
    public Func<Task<string?>>? WhenStored { get; set; }

    /// <summary>Which members store what they own.</summary>
    public StoringMembers Storing { get; } = new();

    /// <summary>Ends when the node is part of its mesh with the whole catalogue for the first time in this process.</summary>
    public Task FirstReady => _ready.Task;

    public bool WasReady => _ready.Task.IsCompleted;

    /// <summary>
    /// It has stored what it owned and was not ready yet: nobody can renew what it brings back, which therefore does not grow old.
    /// </summary>
    public bool IsClosed => Storing.IsSelf && !WasReady;

    /// <summary>
    /// May lookups be answered? Not before the node has the catalogue, for that nothing is found there would mean something
    /// else, and not after it has left. One that was ready and begins anew answers from its last snapshot.
    /// </summary>
    public bool IsServing => _state.Phase switch
    {
        MeshPhase.Ready => true,
        MeshPhase.Stopped => false,
        _ => WasReady,
    };

    /// <summary>Raised on the thread that changed the state; handlers must not block.</summary>
    public event Action<MeshState>? StateChanged;

    /// <summary>What this node has registered and re-asserts, whatever the mesh loses.</summary>
    public ImmutableDictionary<InstanceKey, ServiceInstance> OwnRegistrations => Retained.Registrations;

    /// <inheritdoc cref="RegistryState.OwnLogs"/>
    public IReadOnlyList<ImmutableSortedDictionary<InstanceKey, ServiceInstance>> OwnLogs => Retained.OwnLogs;

    /// <summary>The policies of all services as last seen.</summary>
    public PolicyTable Policies => Retained.Policies;

    /// <summary>The members of the mesh; written by membership alone.</summary>
    public PublishedMembers Members { get; } = new();

    /// <summary>What membership knows of the ways between members, for people.</summary>
    public MemberSights Sights { get; } = new();

    /// <summary>What this process opens to clients of other systems.</summary>
    public OwnDoors Doors { get; } = new();

    /// <summary>What the named checks of this node's instances saw last.</summary>
    public CheckReports Checks { get; } = new();

    /// <summary>How long changes take to come here, and to whoever watches.</summary>
    public CatalogTimes Times { get; } = new();

    /// <summary>Whether this process stood still a moment ago.</summary>
    internal PauseWatch Pauses { get; } = new();

    /// <summary>What was not taken for another node's entries.</summary>
    internal RefusedEntries Refused { get; } = new(TimeProvider.System);

    /// <summary>Entries in the replicated state whose owner is not a member; an invariant says 0 once pruning is done.</summary>
    public int OwnerlessEntries { get; internal set; }

    /// <summary>What one registry actor leaves to the next.</summary>
    internal RegistryState Retained { get; } = new();

    /// <summary>Called by the registry alone.</summary>
    internal void Fill() => _filled.TrySetResult();

    /// <inheritdoc cref="PublishedCatalog.Publish"/>
    public void Publish(CatalogSnapshot next, IReadOnlyList<CatalogChange> changes) => Catalog.Publish(next, changes);

    /// <inheritdoc cref="PublishedCatalog.ChangesSince"/>
    public (IReadOnlyList<CatalogChange>? Changes, CatalogSnapshot Snapshot, Task Next) ChangesSince(
        string? service, long since) => Catalog.ChangesSince(service, since);
}
