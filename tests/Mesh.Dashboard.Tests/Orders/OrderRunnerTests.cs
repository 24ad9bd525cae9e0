using Mesh.Catalog;
using Mesh.Dashboard.Access;
using Mesh.Dashboard.Orders;
using Mesh.Selection;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Client.MeshReplies;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Orders;

public sealed class OrderRunnerTests
{
    private static readonly InstanceKey Key = new(ServiceName.Parse("orders"), InstanceId.Parse("a"));

    private readonly FakeMeshClient _mesh = MeshOf(new FakeTimeProvider(), Instance("orders", "a"));
    private readonly FakeMeshInspector _nodes = new();

    [Fact]
    public async Task Drain_tells_who_confirmed_and_who_did_not()
    {
        var outcome = await RunAsync(Order.To(OrderKind.Drain, Key));

        Assert.False(outcome.IsDone);
        Assert.Contains($"✓ {FakeMeshClient.Self.Address} confirmed", outcome.Lines);
        Assert.Contains("? 127.0.0.1:4054 did not confirm before the deadline", outcome.Lines);
        Assert.Equal(InstanceStatus.Draining, Status());
    }

    [Fact]
    public async Task Undrain_and_maintenance_change_the_status_and_take_it_back()
    {
        Assert.True((await RunAsync(Order.To(OrderKind.Maintain, Key))).IsDone);
        Assert.Equal(InstanceStatus.Critical, Status());
        Assert.True((await RunAsync(Order.To(OrderKind.EndMaintenance, Key))).IsDone);
        Assert.Equal(InstanceStatus.Passing, Status());
        await RunAsync(Order.To(OrderKind.Drain, Key));
        Assert.True((await RunAsync(Order.To(OrderKind.Undrain, Key))).IsDone);
        Assert.Equal(InstanceStatus.Passing, Status());
    }

    [Fact]
    public async Task Deregistered_instance_is_gone_and_a_second_order_says_so()
    {
        Assert.True((await RunAsync(Order.To(OrderKind.Deregister, Key))).IsDone);

        var again = await RunAsync(Order.To(OrderKind.Deregister, Key));

        Assert.False(again.IsDone);
        Assert.Equal("There is no instance orders/a any more.", again.Lines[0]);
    }

    [Fact]
    public async Task Policy_is_set()
    {
        await RunAsync(Order.Set(Key.Service, new ServicePolicy { Policy = PolicyNames.Random }));

        Assert.Equal(PolicyNames.Random, _mesh.PolicyOf(Key.Service).Policy);
    }

    [Fact]
    public async Task Orders_to_nodes_are_passed_on()
    {
        Assert.True((await RunAsync(Order.To(OrderKind.Leave, "127.0.0.1:4054"))).IsDone);
        Assert.True((await RunAsync(Order.To(OrderKind.Down, "127.0.0.1:4054"))).IsDone);
        Assert.False((await RunAsync(Order.To(OrderKind.Down, "127.0.0.1:9"))).IsDone);

        Assert.Equal(["leave 127.0.0.1:4054", "down 127.0.0.1:4054"], _nodes.Orders);
    }

    [Theory]
    [InlineData("Drain")]
    [InlineData("Deregister")]
    [InlineData("Maintain")]
    public async Task Order_that_is_not_permitted_is_not_carried_out(string kind)
    {
        var outcome = await new OrderRunner(_mesh, _nodes).RunAsync(Order.To(Enum.Parse<OrderKind>(kind), Key), new Nothing(), default);

        Assert.Equal(OrderOutcome.NotAllowed, outcome);
        Assert.Empty(_mesh.Commands);
    }

    [Fact]
    public async Task Silence_is_told_with_its_reason()
    {
        _mesh.Answer = _ => Task.FromResult<IReply?>(new Unavailable("the owner does not answer"));

        var outcome = await RunAsync(Order.To(OrderKind.Drain, Key));

        Assert.False(outcome.IsDone);
        Assert.Contains("the owner does not answer", outcome.Lines[0], StringComparison.Ordinal);
    }

    private Task<OrderOutcome> RunAsync(Order order) => new OrderRunner(_mesh, _nodes).RunAsync(order, new OpenAccess().RightsOf(new()), default);

    private InstanceStatus Status() => _mesh.Snapshot.Find("orders")!.Instances[0].Instance.Status;

    private sealed class Nothing : IDashboardRights
    {
        public string Name => "nobody";

        public bool MayRead(string? service) => false;

        public bool MayOrder(string? service) => false;
    }
}
