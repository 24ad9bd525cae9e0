using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Registry;
using Mesh.Selection;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Testing;

/// <summary>
/// A client over a hub that the test fills: reads are the real thing, commands are written down and answered by
/// <see cref="Answer"/>, by default as the registry would when all goes well.
/// </summary>
public sealed class FakeMeshClient : IMeshClient
{
    private readonly TestCatalog _catalog;

    public FakeMeshClient(TestCatalog? catalog = null) => _catalog = catalog ?? new TestCatalog();

    public TestCatalog Catalog => _catalog;

    /// <summary>Every command in the order in which they came.</summary>
    public ConcurrentQueue<ICommand> Commands { get; } = new();

    public ConcurrentQueue<(Endpoint Endpoint, string Detail)> Refused { get; } = new();

    public ConcurrentQueue<PickRequest> Picks { get; } = new();

    /// <summary>The reply to a command; null: the usual one.</summary>
    public Func<ICommand, Task<object?>> Answer { get; set; } = _ => Task.FromResult<object?>(null);

    public MeshState State => _catalog.Hub.State;

    public CatalogSnapshot Snapshot => _catalog.Hub.Snapshot;

    public Resolution Resolve(string service) => new(Snapshot, Snapshot.Find(service), _catalog.Time);

    public Endpoint? Pick(string service, string? key = null, string? policy = null) =>
        Pick(service, new PickRequest { Key = key, Policy = policy });

    public Endpoint? Pick(string service, in PickRequest request)
    {
        Picks.Enqueue(request);
        return Snapshot.Find(service)?.Endpoints.Pick(request);
    }

    public IAsyncEnumerable<CatalogChange> Watch(
        string? service, long? since = null, CancellationToken cancellation = default) =>
        Mesh.Client.Watching.ChangeFeed.Read(_catalog.Hub, service, since, cancellation);

    public Task<IRegisterReply> RegisterAsync(
        ServiceInstance instance, Consistency consistency, TimeSpan? deadline, CancellationToken cancellation) =>
        Reply<IRegisterReply>(
            new Register(instance, consistency, deadline ?? TimeSpan.Zero), r => new Registered(instance.Key, r, 1, true));

    public Task<IDeregisterReply> DeregisterAsync(InstanceKey key, string reason, CancellationToken cancellation) =>
        Reply<IDeregisterReply>(
            new Deregister(key, new Evidence(Causes.Deregistered, "", reason)), r => new Deregistered(key, r));

    public Task<IRenewReply> RenewAsync(
        InstanceKey key, InstanceStatus status, string note, CancellationToken cancellation) =>
        Reply<IRenewReply>(new Renew(key, status, note), r => new Renewed(key, r));

    public Task<ISetStatusReply> SetStatusAsync(
        InstanceKey key, InstanceStatus status, string reason, CancellationToken cancellation) =>
        Reply<ISetStatusReply>(
            new SetStatus(key, status, new Evidence(Causes.StatusSet, "", reason)), r => new StatusSet(key, r));

    public Task<IDrainReply> DrainAsync(InstanceKey key, TimeSpan? deadline, CancellationToken cancellation) =>
        Reply<IDrainReply>(new Drain(key, deadline ?? TimeSpan.Zero), _ => new Drained(key, [], []));

    public Task<ISetPolicyReply> SetPolicyAsync(
        ServiceName service, ServicePolicy policy, CancellationToken cancellation) =>
        Reply<ISetPolicyReply>(new SetPolicy(service, policy), r => new PolicySet(service, r));

    public Task<IExplainReply> ExplainAsync(InstanceKey key, CancellationToken cancellation) =>
        Task.FromResult<IExplainReply>(new Explanation(key, []));

    public void ReportRefused(Endpoint endpoint, string detail) => Refused.Enqueue((endpoint, detail));

    private async Task<T> Reply<T>(ICommand command, Func<long, object> usual)
        where T : class
    {
        Commands.Enqueue(command);
        return (T)(await Answer(command) ?? usual(Snapshot.Revision));
    }
}
