using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Options;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;
using static Mesh.Registry.RegistryPeerProtocol;
using static Mesh.Registry.RegistryProtocol;
using static Mesh.Replication.ReplicationProtocol;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Registry;

public sealed class RegistryActorTests : TestKit
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly Owner Other = Some.Owner(1);
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");

    private readonly VirtualTime _time;
    private readonly TestProbe _replication;
    private readonly TestProbe _heartbeats;
    private readonly TestProbe _membership;
    private readonly TestProbe _select;
    private readonly MeshHub _hub = new(VirtualTime.Start, revisionTag: 1);
    private readonly IActorRef _registry;

    public RegistryActorTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _replication = CreateTestProbe();
        _heartbeats = CreateTestProbe();
        _membership = CreateTestProbe();
        _select = CreateTestProbe();
        _registry = Start();
    }

    [Fact]
    public async Task Answer_to_register_comes_when_the_snapshot_shows_it()
    {
        var reply = await _registry.Ask<Registered>(Register(Consistency.Local));
        var view = _hub.Snapshot.Find("orders")!;
        Assert.Equal(reply.Revision, view.Revision);
        Assert.Equal(Key, Assert.Single(view.Instances).Instance.Key);
        var replicated = await _replication.ExpectMsgAsync<Replicate>();
        Assert.Equal(0, replicated.AckNumber);
        Assert.Equal(BucketKeys.IndexOf(Key, MeshDefaults.Buckets), Assert.Single(replicated.Parts).Index);
        await _heartbeats.ExpectMsgAsync<HeartbeatProtocol.Track>();
    }

    [Fact]
    public async Task Joining_node_is_told_the_policies_before_it_asks_for_buckets()
    {
        await _registry.Ask<PolicySet>(new SetPolicy(Key.Service, ServicePolicy.Default with { Exported = true }));

        _registry.Tell(new GetVersions(Other), TestActor);

        var push = await ExpectMsgAsync<Push>();
        Assert.True(push.Policies.Entries[Key.Service].Policy.Exported);
        Assert.Equal((0, false, 0), (push.AckNumber, push.Relay, push.Parts.Length));
        await ExpectMsgAsync<Versions>();
    }

    [Fact]
    public async Task Register_with_consistency_all_waits_for_the_acknowledgement()
    {
        Join(Other);
        _registry.Tell(Register(Consistency.All), TestActor);
        var replicated = await _replication.ExpectMsgAsync<Replicate>();
        Assert.NotEqual(0, replicated.AckNumber);
        _registry.Tell(new PushAck(Other, replicated.AckNumber), TestActor);
        var reply = await ExpectMsgAsync<Registered>();
        Assert.Equal((2, true), (reply.ConfirmedBy, reply.Reached));
    }

    [Fact]
    public async Task Register_that_is_not_confirmed_in_time_says_so_and_stays()
    {
        Join(Other);
        _registry.Tell(Register(Consistency.Majority), TestActor);
        await _replication.ExpectMsgAsync<Replicate>();
        await _time.AdvanceAsync(TimeSpan.FromSeconds(2), _registry);
        var reply = await ExpectMsgAsync<Registered>();
        Assert.Equal((1, false), (reply.ConfirmedBy, reply.Reached));
        Assert.NotNull(_hub.Snapshot.Find("orders"));
        Assert.Contains(await _replication.ReceiveNAsync(1, default).ToListAsync(), m => m is PushAgain again && again.To[0] == Other);
    }

    [Fact]
    public async Task Drain_names_who_confirmed_and_who_did_not()
    {
        Join(Other);
        Join(Some.Owner(2));
        await _registry.Ask<Registered>(Register(Consistency.Local));
        await _replication.ExpectMsgAsync<Replicate>();
        _registry.Tell(new Drain(Key, TimeSpan.FromSeconds(1)), TestActor);
        var push = await _replication.ExpectMsgAsync<Replicate>();
        Assert.Equal(InstanceStatus.Draining, _hub.Snapshot.Find("orders")!.Instances[0].Instance.Status);
        _registry.Tell(new PushAck(Other, push.AckNumber), TestActor);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(2), _registry);
        var drained = await ExpectMsgAsync<Drained>();
        Assert.Equal([Self.Address, Other.Address], drained.Confirmed);
        Assert.Equal([Some.Owner(2).Address], drained.Unconfirmed);
    }

    [Fact]
    public async Task Writes_of_others_reach_the_snapshot_and_the_subscribers()
    {
        Join(Other);
        _registry.Tell(new Subscribe(Key.Service, null), TestActor);
        await ExpectMsgAsync<Subscribed>();
        Assert.Equal(ChangeKind.Reset, Assert.Single((await ExpectMsgAsync<Changed>()).Changes).Kind);
        Arrive(1, Some.Record(Key));
        Assert.Equal(ChangeKind.Added, Assert.Single((await ExpectMsgAsync<Changed>()).Changes).Kind);
        Arrive(2, null);
        Assert.Equal(ChangeKind.Removed, Assert.Single((await ExpectMsgAsync<Changed>()).Changes).Kind);
        Assert.Empty(_hub.Snapshot.Services);
    }

    [Fact]
    public async Task Member_that_is_removed_takes_its_instances_out()
    {
        Join(Other);
        Arrive(1, Some.Record(Key));
        await Settle();
        _registry.Tell(new MembershipProtocol.StandingChanged(Other, Standing.Suspect, new(Causes.LinkBroken, "test", "")));
        await Settle();
        Assert.Equal(Standing.Suspect, _hub.Snapshot.Find("orders")!.Instances[0].Standing);
        _registry.Tell(new MembershipProtocol.MemberRemoved(Other, new(Causes.MemberRemoved, "test", "")));
        await Settle();
        Assert.Null(_hub.Snapshot.Find("orders"));
        var story = await _registry.Ask<Events>(new GetEvents(Key));
        Assert.Equal([Causes.Seen, Causes.LinkBroken, Causes.MemberRemoved], story.Items.Select(e => e.Evidence.Cause));
    }

    [Fact]
    public async Task Restart_keeps_registrations_and_goes_on_with_its_own_numbers()
    {
        await _registry.Ask<Registered>(Register(Consistency.Local));
        Watch(_registry);
        Sys.Stop(_registry);
        await ExpectTerminatedAsync(_registry);
        var again = Start();
        await again.Ask<Deregistered>(new Deregister(Key, new(Causes.Deregistered, "test", "")));
        Assert.Null(_hub.Snapshot.Find("orders"));
        var index = BucketKeys.IndexOf(Key, MeshDefaults.Buckets);
        Assert.Equal(2, _hub.Retained.ClaimsOf(Self, MeshDefaults.Buckets).Buckets[index].LogOf(Self).Version);
    }

    [Fact]
    public async Task Forwarded_command_is_not_passed_on_again()
    {
        Join(Other);
        Arrive(1, Some.Record(Key));
        await Settle();
        await _registry.Ask<Unavailable>(new Forwarded(new Renew(Key, InstanceStatus.Passing, "")));
    }

    [Fact]
    public async Task Explain_tells_what_this_node_knows()
    {
        await _registry.Ask<Registered>(Register(Consistency.Local));
        var story = await _registry.Ask<Explanation>(new Explain(Key));
        Assert.Equal(Causes.Registered, story.Events[0].Evidence.Cause);
    }

    private IActorRef Start() => Sys.ActorOf(RegistryActor.Props(
        _hub, Self, Selections.Context(), _time.Clock, new MeshOptions(), new(_replication, _heartbeats, _membership, _select)));

    private static Register Register(Consistency consistency) => new(Some.Record(Key), consistency, TimeSpan.FromSeconds(1));

    private void Join(Owner owner) => _registry.Tell(new MembershipProtocol.MemberUp(
        new MeshMember(owner, "", "up", Standing.Confirmed, [], "", "", false), new OwnerContact(0)));

    private void Arrive(long version, ServiceInstance? record) => _registry.Tell(new Arrived(
        [new(BucketKeys.IndexOf(Key, MeshDefaults.Buckets), InstanceBucket.Of(Other, new BucketEvent(version, Key, record)))],
        PolicyTable.Empty,
        Other,
        0));

    /// <summary>Twice, since the first round may have asked for a flush.</summary>
    private async Task Settle() => await VirtualTime.SettleAsync(_registry, _registry);
}
