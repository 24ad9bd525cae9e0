using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Registry;

public sealed class SelectionRouterActorTests : TestKit
{
    private readonly TestCatalog _catalog = new();

    public SelectionRouterActorTests()
        : base(Patience.Config)
    {
    }

    private IActorRef Router => field ??= Sys.ActorOf(SelectionRouterActor.Props(_catalog.Hub, PickPolicies.BuiltIn));

    [Fact]
    public void Key_selects_the_instance_that_a_local_pick_would()
    {
        _catalog.Put(Enumerable.Range(0, 10).Select(i => TestCatalog.Instance("orders", $"o-{i}")));
        var picked = _catalog.Hub.Snapshot.Find("orders")!.Endpoints.Pick(new PickRequest { Key = "customer-1" });

        Router.Tell(Question(key: "customer-1", count: 3), TestActor);

        var selected = ExpectMsg<RegistryProtocol.Selected>();
        Assert.Equal(3, selected.Items.Distinct().Count());
        Assert.Equal(picked!.View, selected.Items[0]);
        Assert.Equal(_catalog.Hub.Snapshot.Revision, selected.Revision);
    }

    [Fact]
    public void Selection_follows_the_snapshot()
    {
        Router.Tell(Question(), TestActor);
        ExpectMsg<RegistryProtocol.NothingToSelect>(m => Assert.Equal(Offer.Service, m.Service));

        _catalog.Put(TestCatalog.Instance("orders", "o-1"));
        Router.Tell(Question(), TestActor);
        ExpectMsg<RegistryProtocol.Selected>(m => Assert.Equal("o-1", m.Items[0].Instance.Id.Value));

        _catalog.Put(TestCatalog.Instance("orders", "o-1") with { Status = InstanceStatus.Draining });
        Router.Tell(Question(), TestActor);
        ExpectMsg<RegistryProtocol.NothingToSelect>();
    }

    [Fact]
    public void Bad_input_is_rejected_with_every_fault()
    {
        Router.Tell(Question(key: new string('k', 5_000), policy: "best", count: 0), TestActor);

        var rejected = ExpectMsg<RegistryProtocol.Rejected>();
        Assert.Equal(["policy", "key", "count"], rejected.Faults.Select(f => f.Field));
        Assert.Equal("must be 1 to 100", rejected.Faults[2].Bound);

        Router.Tell(new RegistryProtocol.Select(default, null, null, 1, InstanceFilter.Any), TestActor);
        ExpectMsg<RegistryProtocol.Rejected>(m => Assert.Equal("service", m.Faults[0].Field));
    }

    private static RegistryProtocol.Select Question(string? key = null, string? policy = null, int count = 1) =>
        new(Offer.Service, key, policy, count, InstanceFilter.Any);
}
