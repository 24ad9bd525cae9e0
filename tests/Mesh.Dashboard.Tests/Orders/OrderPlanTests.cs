using Mesh.Catalog;
using Mesh.Dashboard.Orders;
using Mesh.Selection;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Orders;

public sealed class OrderPlanTests
{
    private readonly FakeMeshClient _mesh = MeshOf(
        new FakeTimeProvider(), Instance("orders", "a"), Instance("orders", "b", weight: 3), Instance("stock", "a", owner: Other));

    [Fact]
    public void Drain_says_what_the_instance_gets_now_and_who_takes_its_part()
    {
        var plan = Of(Order.To(OrderKind.Drain, Key("orders", "b")));

        Assert.Equal("Drain orders/b?", plan.Title);
        Assert.Equal("It gets 75 % of the calls of orders now, from callers on 2 nodes.", plan.Lines[0]);
        Assert.Equal("1 other instance takes its part.", plan.Lines[1]);
        Assert.False(plan.IsGrave);
    }

    [Fact]
    public void Drain_of_the_last_instance_is_grave()
    {
        var plan = Of(Order.To(OrderKind.Drain, Key("stock", "a")));

        Assert.Contains("No other instance takes calls: callers will find none.", plan.Lines);
        Assert.True(plan.IsGrave);
    }

    [Fact]
    public void Policy_says_how_much_moves_and_who_gets_none()
    {
        var plan = Of(Order.Set(ServiceName.Parse("orders"), new ServicePolicy { Policy = PolicyNames.Random }));

        Assert.StartsWith("25 % of the calls go to another instance", plan.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Leave", false)]
    [InlineData("Down", true)]
    public void Order_to_a_node_says_what_it_owns(string kind, bool isGrave)
    {
        var plan = Of(Order.To(Enum.Parse<OrderKind>(kind), Other.Address));

        Assert.Equal("It owns 1 instance.", plan.Lines[0]);
        Assert.Equal(isGrave, plan.IsGrave);
    }

    private static InstanceKey Key(string service, string id) => new(ServiceName.Parse(service), InstanceId.Parse(id));

    private OrderPlan Of(Order order) => OrderPlan.Of(order, _mesh.Snapshot, new FakeMeshInspector().Members);
}
