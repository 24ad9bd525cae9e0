using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Options;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Testing;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Registry;

/// <summary>A node that was ready begins anew: it shows what it showed, and holds nothing yet.</summary>
public sealed class EarlyCommandsTests : TestKit
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly Owner Other = Some.Owner(1);
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Deregister Deregister = new(Key, new(Causes.Deregistered, "test", ""));

    private readonly VirtualTime _time;
    private readonly MeshHub _hub = new(VirtualTime.Start, revisionTag: 1);
    private readonly IActorRef _registry;

    public EarlyCommandsTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _hub.State = new MeshState(MeshPhase.Ready, "");
        _hub.State = new MeshState(MeshPhase.Warming, "");
        var nobody = CreateTestProbe();
        _registry = Sys.ActorOf(RegistryActor.Props(
            _hub, Self, Selections.Context(), _time.Clock, new MeshOptions(), new(nobody, nobody, nobody, nobody)));
    }

    [Fact]
    public async Task Deregistration_is_decided_once_the_node_holds_what_the_others_hold()
    {
        _registry.Tell(Deregister, TestActor);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));

        await FillAsync();

        await ExpectMsgAsync<Deregistered>();
        Assert.Null(_hub.Snapshot.Find("orders"));
    }

    [Fact]
    public async Task What_comes_early_is_decided_in_its_order()
    {
        _registry.Tell(new Register(Some.Record(Key) with { Port = 9 }, Consistency.Local, TimeSpan.Zero), TestActor);
        _registry.Tell(Deregister, TestActor);

        await FillAsync();

        await ExpectMsgAsync<Registered>();
        await ExpectMsgAsync<Deregistered>();
    }

    [Fact]
    public async Task What_waits_too_long_is_told_why()
    {
        _registry.Tell(Deregister, TestActor);
        _registry.Tell(new RegistryPeerProtocol.Reach(Deregister, TimeSpan.FromSeconds(1)), TestActor);

        await _time.AdvanceAsync(EarlyCommands.Limit + TimeSpan.FromSeconds(1), _registry);

        Assert.Contains("begins anew", (await ExpectMsgAsync<Unavailable>()).Reason, StringComparison.Ordinal);
        Assert.IsType<Unavailable>((await ExpectMsgAsync<RegistryPeerProtocol.Reached>()).Reply);
    }

    [Fact]
    public void No_more_are_taken_than_may_wait()
    {
        var early = new EarlyCommands();
        var command = new RegistryInput.Command(Deregister, new Requester("caller"), false, TimeSpan.Zero);
        for (var n = 0; n < EarlyCommands.Most; n++)
            Assert.True(early.TryAdd(command, TimeSpan.Zero));

        Assert.False(early.TryAdd(command, TimeSpan.Zero));
        Assert.Equal(EarlyCommands.Most, early.Take().Count());
    }

    /// <summary>Another node's instance comes, and with it everything is here.</summary>
    private async Task FillAsync()
    {
        _registry.Tell(new MembershipProtocol.MemberUp(
            new MeshMember(Other, "", "up", Standing.Confirmed, [], "", "", false), new OwnerContact(0)));
        var bucket = InstanceBucket.Of(Other, new BucketEvent(1, Key, Some.Record(Key)));
        _registry.Tell(new ReplicationProtocol.Arrived([new(BucketKeys.IndexOf(Key, MeshDefaults.Buckets), bucket)], PolicyTable.Empty, Other, 0));
        _registry.Tell(ReplicationProtocol.Warmed.Instance);
        // The other member does not confirm a deregistration.
        await _time.AdvanceAsync(TimeSpan.FromSeconds(3), _registry);
    }
}
