using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Client.MeshReplies;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>What an agent does once another one turns out to have given a record the same id.</summary>
public sealed class AgentConflictsTests : IAsyncLifetime, IDisposable
{
    private static readonly Owner Other = new("10.0.0.9:4053", 9);
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeMeshClient _mesh = new(new FakeTimeProvider());
    private readonly Checks _checks = new();
    private readonly AgentConflicts _conflicts;

    public AgentConflictsTests()
    {
        var inspector = new FakeMeshInspector();
        var names = new NodeNames(inspector, Microsoft.Extensions.Options.Options.Create(new MeshClientOptions()));
        _conflicts = new AgentConflicts(
            _mesh, new Mesh.Node.Consul.Agent.AgentNode(_mesh, inspector, new AgentIndex(), names), NullLogger<AgentConflicts>.Instance, _checks);
    }

    public Task InitializeAsync() => _conflicts.StartAsync(CancellationToken.None);

    public Task DisposeAsync() => _conflicts.StopAsync(CancellationToken.None);

    public void Dispose() => _conflicts.Dispose();

    [Fact]
    public async Task Registration_that_another_agents_hides_is_made_apart()
    {
        Put(Given("api", 1), FakeMeshClient.Self, ChangeKind.Added);
        await SeenAsync();
        Put(Given("api", 2), Other, ChangeKind.Updated);

        await Eventually.IsAsync(() => !_checks.Registered.IsEmpty, "nothing was registered");
        var apart = Assert.Single(_checks.Registered);
        Assert.Equal(("127.0.0.1:4053/api", 1, "api"), (apart.Id.Value, apart.Port, AgentIds.Of(apart)));
    }

    [Fact]
    public async Task Same_registration_in_other_hands_stays_there()
    {
        Put(Given("moved", 1), FakeMeshClient.Self, ChangeKind.Added);
        Put(Given("kept", 1), FakeMeshClient.Self, ChangeKind.Added);
        Put(Given("native", 1), FakeMeshClient.Self, ChangeKind.Added);
        Put(Given("api", 1), FakeMeshClient.Self, ChangeKind.Added);
        await SeenAsync();
        Put(Given("moved", 1), Other, ChangeKind.Updated);
        Put(Given("kept", 2) with { Home = FakeMeshClient.Self.Address }, Other, ChangeKind.Updated);
        Put(Given("native", 2) with { Metadata = ValueMap<string>.Empty }, Other, ChangeKind.Updated);
        // The last one shows that those before it have been seen.
        Put(Given("api", 2), Other, ChangeKind.Updated);

        await Eventually.IsAsync(() => !_checks.Registered.IsEmpty, "nothing was registered");
        Assert.Equal("api", AgentIds.Of(Assert.Single(_checks.Registered)));
    }

    [Fact]
    public async Task Of_two_registrations_of_one_id_here_the_later_stays()
    {
        Put(Given("api", 1) with { Id = AgentIds.Apart(FakeMeshClient.Self.Address, "api") }, FakeMeshClient.Self, ChangeKind.Added);
        Put(Given("api", 2) with { RegisteredAt = Then.AddSeconds(1) }, FakeMeshClient.Self, ChangeKind.Added);

        await Eventually.IsAsync(() => _mesh.Snapshot.Find("web")!.Instances.Length == 1, "both are still there");
        Assert.Equal(2, _mesh.Snapshot.Find("web")!.Instances[0].Instance.Port);
    }

    /// <summary>Changes are followed in their order: once one of two of an id is gone, those before have been seen.</summary>
    private async Task SeenAsync()
    {
        var older = Given("double", 8) with { Id = AgentIds.Apart(FakeMeshClient.Self.Address, "double") };
        Put(older, FakeMeshClient.Self, ChangeKind.Added);
        Put(Given("double", 9) with { RegisteredAt = Then.AddSeconds(1) }, FakeMeshClient.Self, ChangeKind.Added);
        await Eventually.IsAsync(
            () => _mesh.Snapshot.Find("web")!.Instances.All(i => i.Instance.Id != older.Id), "the older of two is still there");
    }

    private void Put(ServiceInstance instance, Owner owner, ChangeKind kind) =>
        _mesh.Put(new InstanceView(instance, owner, Standing.Confirmed), kind);

    private static ServiceInstance Given(string id, int port) => TestCatalog.Instance("web", id, port) with
    {
        Metadata = new ConsulMetadata { ServiceId = id }.ToMetadata(),
        RegisteredAt = Then,
    };

    private sealed class Checks : IMeshChecks
    {
        public ConcurrentQueue<ServiceInstance> Registered { get; } = new();

        public CheckReport? Find(InstanceKey key, string checkId) => null;

        public Task<IRegisterReply> RegisterAsync(ServiceInstance instance, CancellationToken cancellation = default)
        {
            Registered.Enqueue(instance);
            return Task.FromResult<IRegisterReply>(new Registered(instance.Key, 1, 1, true));
        }

        public Task<IChecksReply> UpdateAsync(
            InstanceKey key, string checkId, InstanceStatus status, string output, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public Task<IChecksReply> ChangeAsync(
            InstanceKey key, IEnumerable<NamedCheck> put, IEnumerable<string> remove, string reason = "", CancellationToken cancellation = default) =>
            throw new NotSupportedException();
    }
}
