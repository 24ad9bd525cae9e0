using Mesh.Catalog;
using Mesh.Client.Remote;
using Mesh.Client.Telemetry;
using Mesh.Client.Watching;
using Mesh.Heartbeats;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Selection;
using Mesh.Views;
using Microsoft.Extensions.Options;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Local;

/// <summary>
/// Reads from the hub, which outlives restarts of the node; writes by asking the registry. Holds no state of its own.
/// </summary>
internal sealed class MeshClient : IMeshClient
{
    private static readonly TimeSpan MaxRegisterDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxDrainDeadline = TimeSpan.FromMinutes(5);

    private readonly MeshHub _hub;
    private readonly RemoteReader _remote;
    private readonly IMeshTransport _transport;
    private readonly RegistryCalls _registry;
    private readonly PickPolicies _policies;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;
    private readonly CallMetrics _metrics;
    private readonly IWriteQuota? _quota;

    public MeshClient(
        MeshHub hub,
        RemoteCatalog remote,
        IMeshTransport transport,
        RegistryCalls registry,
        PickPolicies policies,
        IOptions<MeshClientOptions> options,
        TimeProvider time,
        CallMetrics metrics,
        IWriteQuota? quota = null)
    {
        _remote = new RemoteReader(hub, remote, options.Value.Federation.Fallback, time);
        _hub = hub;
        _transport = transport;
        _registry = registry;
        _policies = policies;
        _options = options.Value;
        _time = time;
        _metrics = metrics;
        _quota = quota;
    }

    public MeshState State => _hub.State;

    public Task WhenReadyAsync(CancellationToken cancellation = default) => _hub.FirstReady.WaitAsync(cancellation);

    public CatalogSnapshot Snapshot => _hub.Snapshot;

    public Resolution Resolve(string service)
    {
        var snapshot = _hub.Snapshot;
        var view = snapshot.Find(service);
        return view is null && _remote.Find(service) is { } entry
            ? _remote.Resolve(entry)
            : new Resolution(snapshot, view, _time);
    }

    public Task<Resolution> ResolveAsync(
        string service, TimeSpan? deadline = null, CancellationToken cancellation = default) =>
        _hub.Snapshot.Find(service) is null && _remote.Find(service) is { } entry
            ? _remote.ResolveAsync(entry, deadline ?? _options.AskTimeout, cancellation)
            : Task.FromResult(Resolve(service));

    public IReadOnlyList<string> Policies => _policies.Names;

    public Endpoint? Pick(string service, string? key = null, string? policy = null) =>
        Pick(service, new PickRequest { Key = key, Policy = policy });

    public Endpoint? Pick(string service, in PickRequest request) =>
        (_hub.Snapshot.Find(service) ?? _remote.Find(service)?.View)?.Endpoints.Pick(request);

    public IAsyncEnumerable<CatalogChange> Watch(
        string? service, long? since = null, CancellationToken cancellation = default) =>
        _remote.Watches(service)
            ? _remote.Watch(service!, since, cancellation)
            : ChangeFeed.Read(_hub, service, since, cancellation);

    public Task<IRegisterReply> RegisterAsync(
        ServiceInstance instance,
        Consistency consistency = Consistency.Local,
        TimeSpan? deadline = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var wait = deadline ?? _options.AskTimeout;
        List<InvalidField> faults = [.. InstanceValidation.Check(instance), .. DeadlineFaults(wait, MaxRegisterDeadline)];
        if (faults.Count > 0)
            return RegistryCalls.Reject<IRegisterReply>(faults);
        var command = new RegistryProtocol.Register(Offered(instance), consistency, wait);
        return _quota is null
            ? _registry.AskAsync<IRegisterReply>(command, wait + RegistryCalls.Margin, cancellation)
            : RegisterWithinAsync(command, _quota.Take(instance, keepsChecks: false), wait, cancellation);
    }

    private Task<IRegisterReply> RegisterWithinAsync(RegistryProtocol.Register command, QuotaRoom room, TimeSpan wait, CancellationToken cancellation) =>
        QuotaCalls.WithinAsync(
            room,
            excess => QuotaCalls.Refuse<IRegisterReply>(command.Instance.Key, excess),
            stop => _registry.AskAsync<IRegisterReply>(command, wait + RegistryCalls.Margin, stop),
            cancellation);

    public Task<IDeregisterReply> DeregisterAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        DeregisterClaimAsync(key, 0, reason, cancellation);

    public Task<IDeregisterReply> DeregisterClaimAsync(
        InstanceKey key, long claim, string reason, CancellationToken cancellation = default) => Checked<IDeregisterReply>(
            key,
            new RegistryProtocol.Deregister(key, _registry.Say(Causes.Deregistered, reason)) { Claim = claim },
            cancellation);

    public Task<IRenewReply> RenewAsync(
        InstanceKey key,
        InstanceStatus status = InstanceStatus.Passing,
        string note = "",
        CancellationToken cancellation = default) =>
        Checked<IRenewReply>(key, new RegistryProtocol.Renew(key, status, HealthWords.Cut(note)), cancellation);

    public Task<ISetStatusReply> SetStatusAsync(
        InstanceKey key, InstanceStatus status, string reason = "", CancellationToken cancellation = default) =>
        Checked<ISetStatusReply>(key, new RegistryProtocol.SetStatus(key, status, _registry.Say(Causes.StatusSet, reason)), cancellation);

    public Task<ISetStatusReply> ResetStatusAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        TakeBack(key, InstanceStatus.Critical, reason, cancellation);

    public Task<ISetStatusReply> UndrainAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default) =>
        TakeBack(key, InstanceStatus.Draining, reason, cancellation);

    public Task<IDrainReply> DrainAsync(
        InstanceKey key, TimeSpan? deadline = null, CancellationToken cancellation = default)
    {
        var wait = deadline ?? _options.DrainDeadline;
        List<InvalidField> faults = [.. KeyFaults(key), .. DeadlineFaults(wait, MaxDrainDeadline)];
        return faults.Count > 0
            ? RegistryCalls.Reject<IDrainReply>(faults)
            : _registry.AskAsync<IDrainReply>(new RegistryProtocol.Drain(key, wait), wait + RegistryCalls.Margin, cancellation);
    }

    public Task<ISetPolicyReply> SetPolicyAsync(
        ServiceName service, ServicePolicy policy, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return service.Value.Length == 0
            ? RegistryCalls.Reject<ISetPolicyReply>([new InvalidField("service", "", "is required")])
            : _registry.AskAsync<ISetPolicyReply>(new RegistryProtocol.SetPolicy(service, policy), _options.AskTimeout, cancellation);
    }

    public ServicePolicy PolicyOf(ServiceName service) =>
        _hub.Policies.Entries.TryGetValue(service, out var entry) ? entry.Policy : ServicePolicy.Default;

    public Task<ISetPolicyReply> SetExportedAsync(
        ServiceName service, bool exported, CancellationToken cancellation = default)
    {
        // Before every bucket is here the present policy may not be known, and would be lost.
        if (_hub.State.Phase is not MeshPhase.Ready)
            return Task.FromResult<ISetPolicyReply>(new Unavailable(RegistryCalls.Describe(_hub.State)));
        return SetPolicyAsync(service, PolicyOf(service) with { Exported = exported }, cancellation);
    }

    public IReadOnlyList<ServiceName> Exports =>
        [.. _hub.Policies.Entries.Where(e => e.Value.Policy.Exported).Select(e => e.Key)];

    public Task<IExplainReply> ExplainAsync(InstanceKey key, CancellationToken cancellation = default) =>
        Checked<IExplainReply>(key, new RegistryProtocol.Explain(key), cancellation);

    public void ReportRefused(Endpoint endpoint, string detail)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _metrics.Refused(endpoint.Instance.Service.Value);
        var owner = endpoint.View.Owner;
        // A process that talks to itself knows better than a refused connection; nodes of other meshes are not judged here.
        if (owner.Address == _transport.SelfAddress || owner.Mesh.Length > 0)
            return;
        var said = $"{endpoint.Instance.Key} at {HostPort.Text(endpoint.Host, endpoint.Port)}: {detail}";
        _transport.Tell(
            MeshNames.Membership, new MembershipProtocol.Refused(owner, _registry.Say(Causes.ConnectionRefused, said)));
    }

    /// <summary>Where nothing looks at an instance, nothing would ever say that it is there.</summary>
    private static ServiceInstance Offered(ServiceInstance instance) =>
        instance is { Status: InstanceStatus.Starting, Health.Kind: HealthKind.None, Checks.Count: 0 }
            ? instance with { Status = InstanceStatus.Passing }
            : instance;

    private Task<ISetStatusReply> TakeBack(
        InstanceKey key, InstanceStatus status, string reason, CancellationToken cancellation) => Checked<ISetStatusReply>(
            key,
            new RegistryProtocol.SetStatus(key, status, _registry.Say(Causes.StatusSet, reason)) { TakesBack = true },
            cancellation);

    private Task<T> Checked<T>(InstanceKey key, object message, CancellationToken cancellation)
        where T : class, IReply
    {
        var faults = KeyFaults(key);
        return faults.Count > 0 ? RegistryCalls.Reject<T>(faults) : _registry.AskAsync<T>(message, _options.AskTimeout, cancellation);
    }

    private static List<InvalidField> KeyFaults(InstanceKey key)
    {
        var faults = new List<InvalidField>();
        if (key.Service.Value.Length == 0)
            faults.Add(new InvalidField("service", "", "is required"));
        if (key.Id.Value.Length == 0)
            faults.Add(new InvalidField("id", "", "is required"));
        return faults;
    }

    private static IEnumerable<InvalidField> DeadlineFaults(TimeSpan deadline, TimeSpan most) =>
        deadline >= TimeSpan.Zero && deadline <= most
            ? []
            : [new InvalidField("deadline", $"{deadline}", $"must be 0 to {most}")];
}
