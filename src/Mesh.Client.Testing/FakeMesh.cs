using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Client.Watching;
using Mesh.Registry;
using Mesh.Selection;
using Mesh.Views;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Testing;

/// <summary>
/// A mesh of one node without a network, for tests. What is written is in the view at once; picks, policies, watches and
/// revisions are those of the real client. It has no checks and no leases: an instance is as it was last said to be. Ready
/// unless <see cref="Become"/> says otherwise. Thread-safe.
/// </summary>
public sealed class FakeMesh : IMeshClient
{
    private static readonly Owner Self = new("127.0.0.1:4053", 1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly MeshHub _hub;
    private readonly CatalogWriter _writer;
    private readonly ConcurrentQueue<Endpoint> _refused = new();
    private volatile string? _fault;
    private long _claim;

    /// <param name="time">Null: the system's.</param>
    public FakeMesh(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _hub = new MeshHub(_time.GetUtcNow(), revisionTag: 1);
        _writer = new CatalogWriter(_hub, _time, PerThreadRandom.Instance);
        Become(MeshPhase.Ready);
    }

    public MeshState State => _hub.State;

    public CatalogSnapshot Snapshot => _hub.Snapshot;

    public IReadOnlyList<ServiceName> Exports => _writer.Exports;

    /// <summary>The endpoints that callers have reported as refusing connections, in order.</summary>
    public IReadOnlyList<Endpoint> Refused => [.. _refused];

    /// <summary>Offers an instance; the same id again replaces it.</summary>
    /// <param name="id">Null: host:port.</param>
    public FakeMesh Offer(string service, string host, int port, string? id = null) => Offer(new ServiceInstance
    {
        Service = ServiceName.Parse(service),
        Id = InstanceId.Parse(id ?? $"{host}:{port}"),
        Host = host,
        Port = port,
        Status = InstanceStatus.Passing,
    });

    /// <summary>Puts instances into the view as they are, all in one step.</summary>
    public FakeMesh Offer(params IEnumerable<ServiceInstance> instances)
    {
        lock (_gate)
            _writer.Put([.. instances.Select(Registered)]);
        return this;
    }

    /// <summary>Takes away an instance, or all of a service; what is not there is passed over.</summary>
    public FakeMesh Withdraw(string service, string? id = null)
    {
        lock (_gate)
        {
            _writer.Remove([.. (Snapshot.Find(service)?.Instances ?? [])
                .Select(v => v.Instance.Key)
                .Where(k => id is null || k.Id.Value == id)]);
        }

        return this;
    }

    /// <summary>Changes what the node says of itself, such as <see cref="MeshPhase.Joining"/>. Lookups go on.</summary>
    public void Become(MeshPhase phase, string detail = "by a test") => _hub.State = new MeshState(phase, detail);

    /// <summary>From here on every write is answered <see cref="Unavailable"/>, until <see cref="Answer"/>.</summary>
    public void Fail(string reason = "by a test") => _fault = reason;

    /// <summary>Ends <see cref="Fail"/>.</summary>
    public void Answer() => _fault = null;

    public Task WhenReadyAsync(CancellationToken cancellation = default) => _hub.FirstReady.WaitAsync(cancellation);

    public Resolution Resolve(string service) => new(Snapshot, Snapshot.Find(service), _time);

    public Endpoint? Pick(string service, string? key = null, string? policy = null) =>
        Pick(service, new PickRequest { Key = key, Policy = policy });

    public Endpoint? Pick(string service, in PickRequest request) => Snapshot.Find(service)?.Endpoints.Pick(in request);

    public IAsyncEnumerable<CatalogChange> Watch(string? service, long? since = null, CancellationToken cancellation = default) =>
        ChangeFeed.Read(_hub, service, since, cancellation);

    public Task<IRegisterReply> RegisterAsync(
        ServiceInstance instance,
        Consistency consistency = Consistency.Local,
        TimeSpan? deadline = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Write<IRegisterReply>(() =>
        {
            if (InstanceValidation.Check(instance) is { Count: > 0 } faults)
                return new Rejected(ValueList.From(faults));
            var view = Registered(instance.Status is InstanceStatus.Starting && instance.Health.Kind is HealthKind.None && instance.Checks.Count == 0
                ? instance with { Status = InstanceStatus.Passing }
                : instance);
            _writer.Put(view);
            return new Registered(instance.Key, Snapshot.Revision, 1, true) { Claim = view.Instance.Claim };
        });
    }

    public Task<IDeregisterReply> DeregisterAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        DeregisterClaimAsync(key, 0, reason, cancellation);

    public Task<IDeregisterReply> DeregisterClaimAsync(
        InstanceKey key, long claim, string reason, CancellationToken cancellation = default) => Write<IDeregisterReply>(() =>
        {
            if (!_writer.Views.TryGetValue(key, out var view))
                return NotFound(key);
            if (claim != 0 && claim != view.Instance.Claim)
                return new Rejected([new InvalidField("claim", $"{claim}", $"is not that of the registration, which is {view.Instance.Claim}")]);
            _writer.Remove(key);
            return new Deregistered(key, Snapshot.Revision);
        });

    public Task<IRenewReply> RenewAsync(
        InstanceKey key, InstanceStatus status = InstanceStatus.Passing, string note = "", CancellationToken cancellation = default) =>
        Write<IRenewReply>(() => _writer.SetStatus(key, status) ? new Renewed(key, Snapshot.Revision) : NotFound(key));

    public Task<ISetStatusReply> SetStatusAsync(
        InstanceKey key, InstanceStatus status, string reason = "", CancellationToken cancellation = default) =>
        Write<ISetStatusReply>(() => _writer.SetStatus(key, status) ? new StatusSet(key, Snapshot.Revision) : NotFound(key));

    public Task<ISetStatusReply> ResetStatusAsync(InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        SetStatusAsync(key, InstanceStatus.Passing, reason, cancellation);

    public Task<ISetStatusReply> UndrainAsync(InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        SetStatusAsync(key, InstanceStatus.Passing, reason, cancellation);

    public Task<IDrainReply> DrainAsync(InstanceKey key, TimeSpan? deadline = null, CancellationToken cancellation = default) =>
        Write<IDrainReply>(() => _writer.SetStatus(key, InstanceStatus.Draining) ? new Drained(key, [Self.Address], []) : NotFound(key));

    public Task<ISetPolicyReply> SetPolicyAsync(
        ServiceName service, ServicePolicy policy, CancellationToken cancellation = default) => Write<ISetPolicyReply>(() =>
        {
            _writer.SetPolicy(service, policy);
            return new PolicySet(service, Snapshot.Revision);
        });

    public ServicePolicy PolicyOf(ServiceName service) => _writer.PolicyOf(service);

    public Task<IExplainReply> ExplainAsync(InstanceKey key, CancellationToken cancellation = default) => Write<IExplainReply>(
        () => _writer.Views.ContainsKey(key) ? new Explanation(key, []) : NotFound(key));

    public void ReportRefused(Endpoint endpoint, string detail) => _refused.Enqueue(endpoint);

    private InstanceNotFound NotFound(InstanceKey key) => new(key, Snapshot.Revision);

    private InstanceView Registered(ServiceInstance instance) => new(
        instance with { RegisteredAt = _time.GetUtcNow(), Claim = instance.Claim != 0 ? instance.Claim : Interlocked.Increment(ref _claim) },
        Self,
        Standing.Confirmed);

    private Task<T> Write<T>(Func<IReply> act)
        where T : IReply
    {
        lock (_gate)
            return Task.FromResult((T)(_fault is { } reason ? new Unavailable(reason) : act()));
    }
}
