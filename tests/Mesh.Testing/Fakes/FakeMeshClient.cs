using System.Collections.Concurrent;
using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Remote;
using Mesh.Client.Testing;
using Mesh.Client.Watching;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Selection;
using Mesh.Views;
using static Mesh.Client.MeshReplies;

namespace Mesh.Testing.Fakes;

/// <summary>
/// The mesh of one node without a cluster, over a real hub: what is registered is in the view at once. Replies can be
/// set beforehand; what was asked is remembered.
/// </summary>
internal sealed class FakeMeshClient : IMeshClient
{
    public static readonly Owner Self = new("127.0.0.1:4053", 7);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RemoteReader _reader;
    private readonly CatalogWriter _writer;
    private long _claim;

    public FakeMeshClient(TimeProvider time, MeshState? state = null)
        : this(time, new MeshHub(time.GetUtcNow(), 5) { State = state ?? new MeshState(MeshPhase.Ready, "ready") })
    {
    }

    /// <summary>Over a hub that the test writes too.</summary>
    public FakeMeshClient(TestCatalog catalog)
        : this(catalog.Time, catalog.Hub, catalog.Writer)
    {
    }

    private FakeMeshClient(TimeProvider time, MeshHub hub, CatalogWriter? writer = null)
    {
        _time = time;
        Hub = hub;
        Remote = new RemoteCatalog(time);
        _reader = new RemoteReader(hub, Remote, false, time);
        _writer = writer ?? new CatalogWriter(hub, time, new FirstOfAll());
    }

    public MeshHub Hub { get; }

    /// <inheritdoc cref="CatalogWriter.HasIndexes"/>
    public bool HasIndexes
    {
        get => _writer.HasIndexes;
        set => _writer.HasIndexes = value;
    }

    /// <summary>Every command and query that was asked, in order.</summary>
    public ConcurrentQueue<object> Asked { get; } = new();

    public IEnumerable<RegistryProtocol.ICommand> Commands => Asked.OfType<RegistryProtocol.ICommand>();

    public ConcurrentQueue<PickRequest> Picks { get; } = new();

    public ConcurrentQueue<(Endpoint Endpoint, string Detail)> Refused { get; } = new();

    /// <summary>Answers instead of the fake when it gives something else than null.</summary>
    public Func<object, Task<IReply?>> Answer { get; set; } = _ => Task.FromResult<IReply?>(null);

    public MeshState State => Hub.State;

    public Task WhenReadyAsync(CancellationToken cancellation = default) => Hub.FirstReady.WaitAsync(cancellation);

    public CatalogSnapshot Snapshot => Hub.Snapshot;

    /// <summary>Services of other meshes, as a test has put them; what nobody put is never answered.</summary>
    public RemoteCatalog Remote { get; }

    public Resolution Resolve(string service) => RemoteOf(service) is { } entry
        ? _reader.Resolve(entry)
        : new Resolution(Snapshot, Snapshot.Find(service), _time);

    /// <summary>What passes before an answer is there; at once unless a test says otherwise.</summary>
    public Func<string, CancellationToken, Task> Resolving { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<Resolution> ResolveAsync(string service, TimeSpan? deadline, CancellationToken cancellation)
    {
        await Resolving(service, cancellation);
        return Resolve(service);
    }

    public Endpoint? Pick(string service, string? key = null, string? policy = null) =>
        Pick(service, new PickRequest { Key = key, Policy = policy });

    public Endpoint? Pick(string service, in PickRequest request)
    {
        Picks.Enqueue(request);
        return (RemoteOf(service) is { } entry ? entry.View : Snapshot.Find(service))?.Endpoints.Pick(request);
    }

    public IAsyncEnumerable<CatalogChange> Watch(
        string? service, long? since = null, CancellationToken cancellation = default) =>
        service is not null && RemoteOf(service) is { } entry
            ? ChangeFeed.Read(entry.Hub, entry.Name.Service.Value, since, cancellation)
            : ChangeFeed.Read(Hub, service, since, cancellation);

    public Task<IRegisterReply> RegisterAsync(
        ServiceInstance instance,
        Consistency consistency = Consistency.Local,
        TimeSpan? deadline = null,
        CancellationToken cancellation = default)
    {
        var asked = new RegistryProtocol.Register(instance, consistency, deadline ?? TimeSpan.FromSeconds(5));
        return Reply<IRegisterReply>(asked, () =>
        {
            var claim = instance.Claim != 0 ? instance.Claim : ++_claim;
            var record = instance with { RegisteredAt = _time.GetUtcNow(), Claim = claim };
            _writer.Put(new InstanceView(record, Self, Standing.Confirmed));
            return new Registered(instance.Key, Snapshot.Revision, 1, consistency is Consistency.Local) { Claim = claim };
        });
    }

    public Task<IDeregisterReply> DeregisterAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        DeregisterClaimAsync(key, 0, reason, cancellation);

    public Task<IDeregisterReply> DeregisterClaimAsync(
        InstanceKey key, long claim, string reason, CancellationToken cancellation = default) => Reply<IDeregisterReply>(
        new RegistryProtocol.Deregister(key, new Evidence(Causes.Deregistered, Self.Address, reason)) { Claim = claim }, () =>
        {
            if (!_writer.Views.TryGetValue(key, out var view))
                return new InstanceNotFound(key, Snapshot.Revision);
            if (claim != 0 && claim != view.Instance.Claim)
                return new Rejected([new("claim", $"{claim}", $"is not that of the registration, which is {view.Instance.Claim}")]);
            _writer.Remove(key);
            return new Deregistered(key, Snapshot.Revision);
        });

    public Task<IRenewReply> RenewAsync(
        InstanceKey key,
        InstanceStatus status = InstanceStatus.Passing,
        string note = "",
        CancellationToken cancellation = default) =>
        Reply<IRenewReply>(new RegistryProtocol.Renew(key, status, note), () => _writer.SetStatus(key, status)
            ? new Renewed(key, Snapshot.Revision)
            : new InstanceNotFound(key, Snapshot.Revision));

    public Task<ISetStatusReply> SetStatusAsync(
        InstanceKey key, InstanceStatus status, string reason = "", CancellationToken cancellation = default) =>
        Reply<ISetStatusReply>(
            new RegistryProtocol.SetStatus(key, status, new Evidence(Causes.StatusSet, Self.Address, reason)),
            () => _writer.SetStatus(key, status)
                ? new StatusSet(key, Snapshot.Revision)
                : new InstanceNotFound(key, Snapshot.Revision));

    public Task<ISetStatusReply> ResetStatusAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        TakeBack(key, InstanceStatus.Critical, reason);

    public Task<ISetStatusReply> UndrainAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        TakeBack(key, InstanceStatus.Draining, reason);

    public Task<IDrainReply> DrainAsync(
        InstanceKey key, TimeSpan? deadline = null, CancellationToken cancellation = default) =>
        Reply<IDrainReply>(new RegistryProtocol.Drain(key, deadline ?? TimeSpan.FromSeconds(10)), () =>
            _writer.SetStatus(key, InstanceStatus.Draining)
                ? new Drained(key, [Self.Address], ["127.0.0.1:4054"])
                : new InstanceNotFound(key, Snapshot.Revision));

    public Task<ISetPolicyReply> SetPolicyAsync(
        ServiceName service, ServicePolicy policy, CancellationToken cancellation = default) =>
        Reply<ISetPolicyReply>(new RegistryProtocol.SetPolicy(service, policy), () =>
        {
            _writer.SetPolicy(service, policy);
            return new PolicySet(service, Snapshot.Revision);
        });

    public ServicePolicy PolicyOf(ServiceName service) => _writer.PolicyOf(service);

    public IReadOnlyList<ServiceName> Exports => _writer.Exports;

    public Task<IExplainReply> ExplainAsync(InstanceKey key, CancellationToken cancellation = default) =>
        Reply<IExplainReply>(new RegistryProtocol.Explain(key), () => _writer.Views.ContainsKey(key)
            ? new Explanation(
                key,
                [new(_time.GetUtcNow(), key, "registered", new Evidence(Causes.Registered, Self.Address, "by test"))])
            : new InstanceNotFound(key, Snapshot.Revision));

    public void ReportRefused(Endpoint endpoint, string detail) => Refused.Enqueue((endpoint, detail));

    /// <summary>Puts an instance of whatever owner and standing into the view.</summary>
    public void Put(InstanceView view, ChangeKind kind) => _writer.Apply((kind, view));

    /// <summary>What another mesh has of a service: these instances, or none.</summary>
    public void PutRemote(string name, RemoteState state, params ServiceInstance[] instances)
    {
        var entry = Remote.Find(RemoteName.Parse(name))!;
        var owner = new Owner($"@{entry.Name.Mesh}", 1);
        var revision = RevisionClock.Next(entry.Hub.Snapshot.Revision);
        ImmutableArray<InstanceView> views = [.. instances.Select(i => new InstanceView(i, owner, Standing.Confirmed))];
        var services = views.IsEmpty
            ? ImmutableDictionary<string, ServiceView>.Empty
            : ImmutableDictionary<string, ServiceView>.Empty.Add(
                entry.Name.Service.Value, _writer.View(entry.Name.Service, revision, views));
        entry.Status = new RemoteStatus(state, entry.Name.Mesh);
        entry.Hub.Publish(
            new CatalogSnapshot(revision, services, ImmutableDictionary<Owner, OwnerContact>.Empty),
            [.. views.Select(v => new CatalogChange(revision, entry.Name.Service, ChangeKind.Updated, v))]);
    }

    private RemoteService? RemoteOf(string service) => RemoteName.IsRemote(service) ? _reader.Find(service) : null;

    private async Task<T> Reply<T>(object asked, Func<IReply> act)
        where T : IReply
    {
        Asked.Enqueue(asked);
        if (await Answer(asked) is { } given)
            return (T)given;
        lock (_gate)
            return (T)act();
    }

    private Task<ISetStatusReply> TakeBack(InstanceKey key, InstanceStatus status, string reason) => Reply<ISetStatusReply>(
        new RegistryProtocol.SetStatus(key, status, new Evidence(Causes.StatusSet, Self.Address, reason)) { TakesBack = true },
        () => _writer.SetStatus(key, InstanceStatus.Passing)
            ? new StatusSet(key, Snapshot.Revision)
            : new InstanceNotFound(key, Snapshot.Revision));

    private sealed class FirstOfAll : IPickRandom
    {
        public int Below(int bound) => 0;
    }
}
