using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Consul.Requests;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Client.MeshReplies;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>force-leave and catalog/deregister of nodes of the mesh that are gone.</summary>
public sealed class LeftNodesTests : IDisposable
{
    private const string Name = "mesh-10-0-0-9-4053";
    private static readonly Owner Gone = new("10.0.0.9:4053", 0);

    private readonly FakeMeshClient _mesh = new(new FakeTimeProvider());
    private readonly FakeMeshInspector _inspector = new();
    private readonly MemoryLog _log = new();
    private readonly ILoggerFactory _logs;
    private readonly LeftNodes _nodes;
    private readonly Checks _checks = new();

    public LeftNodesTests()
    {
        _logs = LoggerFactory.Create(b => b.AddProvider(_log));
        _nodes = new LeftNodes(_mesh, _inspector, _logs.CreateLogger<LeftNodes>());
        Put("orders", "o-1", Gone, Standing.Unreachable, new NamedCheck { Id = "c-1", Status = InstanceStatus.Critical });
        Put("billing", "b-1", Gone, Standing.Unreachable);
        Put("orders", "here", FakeMeshClient.Self, Standing.Confirmed);
    }

    public void Dispose()
    {
        _logs.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(Name)]
    [InlineData("MESH-10-0-0-9-4053")]
    [InlineData("10.0.0.9:4053")]
    public async Task Force_leave_removes_what_the_node_left(string node)
    {
        Assert.Equal((200, ""), await AnswerAsync(_nodes.ForceLeaveAsync(node, default)));
        Assert.Equal(["orders/here"], Left());
        Assert.Contains(_log.Lines, line => line.Contains("2 ", StringComparison.Ordinal) && line.Contains("billing/b-1, orders/o-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Force_leave_of_a_node_that_is_alive_changes_nothing()
    {
        Assert.Equal((200, ""), await AnswerAsync(_nodes.ForceLeaveAsync("mesh-127-0-0-1-4053", default)));
        Assert.Equal(3, Left().Length);
        Assert.Empty(_inspector.Orders);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("orders/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Force_leave_of_a_node_that_nobody_knows_is_consuls_error() => Assert.Equal(
        (500, "agent: No node found with name 'mesh-nobody'"), await AnswerAsync(_nodes.ForceLeaveAsync("mesh-nobody", default)));

    [Theory]
    [InlineData("{\"Node\":\"mesh-10-0-0-9-4053\"}", "orders/here")]
    [InlineData("{\"Node\":\"mesh-10-0-0-9-4053\",\"ServiceID\":\"o-1\"}", "billing/b-1 orders/here")]
    [InlineData("{\"Node\":\"mesh-10-0-0-9-4053\",\"ServiceID\":\"none\"}", "billing/b-1 orders/here orders/o-1")]
    [InlineData("{\"Node\":\"mesh-127-0-0-1-4053\"}", "billing/b-1 orders/here orders/o-1")]
    [InlineData("{\"Node\":\"mesh-127-0-0-1-4053\",\"ServiceID\":\"here\"}", "billing/b-1 orders/here orders/o-1")]
    [InlineData("{\"Node\":\"nobody\"}", "billing/b-1 orders/here orders/o-1")]
    public async Task Catalog_deregister_removes_of_a_node_that_is_gone(string body, string left)
    {
        Assert.Equal((200, "true"), await DeregisterAsync(body));
        Assert.Equal(left.Split(' '), Left());
    }

    [Fact]
    public async Task Catalog_deregister_removes_a_check_alone()
    {
        Assert.Equal((200, "true"), await DeregisterAsync("{\"Node\":\"mesh-10-0-0-9-4053\",\"CheckID\":\"c-1\"}"));
        Assert.Equal(3, Left().Length);
        Assert.Equal(["orders/o-1 c-1"], _checks.Removed);
    }

    private async Task<(int Status, string Text)> DeregisterAsync(string body)
    {
        using var json = JsonDocument.Parse(body);
        return await AnswerAsync(new CatalogWrites(_mesh, _checks, Microsoft.Extensions.Options.Options.Create(new ConsulOptions()), _nodes).DeregisterAsync(json.RootElement, default));
    }

    private static async Task<(int Status, string Text)> AnswerAsync(Task<AgentAnswer> answer) =>
        ((await answer).Status, System.Text.Encoding.UTF8.GetString((await answer).Body.Span));

    private string[] Left() => [.. _mesh.Snapshot.Services.Values.SelectMany(s => s.Instances).Select(v => $"{v.Instance.Key}").Order(StringComparer.Ordinal)];

    private void Put(string service, string id, Owner owner, Standing standing, params NamedCheck[] checks) => _mesh.Put(
        new InstanceView(
            Instance(service, id) with { Life = Lifetime.Anchored, Home = owner.Address, Claim = 3, Checks = [.. checks] }, owner, standing),
        ChangeKind.Added);

    private sealed class Checks : IMeshChecks
    {
        public List<string> Removed { get; } = [];

        public CheckReport? Find(InstanceKey key, string checkId) => null;

        public Task<IRegisterReply> RegisterAsync(ServiceInstance instance, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public Task<IChecksReply> UpdateAsync(
            InstanceKey key, string checkId, InstanceStatus status, string output, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public Task<IChecksReply> ChangeAsync(
            InstanceKey key, IEnumerable<NamedCheck> put, IEnumerable<string> remove, string reason = "", CancellationToken cancellation = default)
        {
            Removed.AddRange(remove.Select(c => $"{key} {c}"));
            return Task.FromResult<IChecksReply>(new ChecksChanged(key, 1));
        }
    }
}
