using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Testing;
using static Mesh.Registry.RegistryPeerProtocol;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>A registry whose node promises its disk: what it answers is held until the disk has it, whoever asked.</summary>
public sealed class DurableRegistryTests : TestKit
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");
    private static readonly NamedCheck Check = new()
    {
        Id = "ttl",
        Terms = new HealthTerms { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromMinutes(1) },
        Status = InstanceStatus.Critical,
    };

    private readonly MeshHub _hub = new(VirtualTime.Start, revisionTag: 1);
    private readonly IActorRef _registry;
    private TaskCompletionSource<string?> _disk = Disk();

    public DurableRegistryTests()
        : base(VirtualTime.Config)
    {
        _hub.WhenStored = () => _disk.Task;
        _registry = Sys.ActorOf(RegistryActor.Props(
            _hub, Self, Selections.Context(), new VirtualTime(Sys).Clock, new MeshOptions(),
            new(CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe())));
    }

    [Fact]
    public async Task Command_that_another_node_passed_on_is_answered_once_it_is_stored()
    {
        await RegisterAsync();
        _registry.Tell(new Forwarded(new SetStatus(Key, InstanceStatus.Critical, Because)), TestActor);
        await SettleAsync();
        await ExpectNoMsgAsync(0);
        Assert.Equal(InstanceStatus.Critical, Shown.Status);

        _disk.SetResult(null);

        await ExpectMsgAsync<StatusSet>();
    }

    [Fact]
    public async Task Drain_is_answered_once_it_is_stored()
    {
        await RegisterAsync();
        _registry.Tell(new Drain(Key, TimeSpan.FromSeconds(1)), TestActor);
        await SettleAsync();
        await ExpectNoMsgAsync(0);

        _disk.SetResult(null);

        await ExpectMsgAsync<Drained>();
    }

    [Fact]
    public async Task Answer_that_waited_for_the_members_too_says_who_was_missing()
    {
        _registry.Tell(new Reach(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero), TimeSpan.FromMilliseconds(250)), TestActor);
        await SettleAsync();
        await ExpectNoMsgAsync(0);

        _disk.SetResult(null);

        Assert.IsType<Registered>((await ExpectMsgAsync<Reached>()).Reply);
    }

    [Fact]
    public async Task Write_that_cannot_be_stored_is_unavailable_and_made()
    {
        _registry.Tell(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero), TestActor);
        _disk.SetResult("the disk is full");

        Assert.Equal("the change is made, and not stored yet: the disk is full", (await ExpectMsgAsync<Unavailable>()).Reason);
        Assert.Equal(Key, Shown.Key);
    }

    [Fact]
    public async Task Heartbeat_of_a_check_waits_for_the_disk_only_where_it_changes_something()
    {
        await RegisterAsync();
        _registry.Tell(new UpdateCheck(Key, "ttl", InstanceStatus.Passing, "well"), TestActor);
        await SettleAsync();
        await ExpectNoMsgAsync(0);
        _disk.SetResult(null);
        await ExpectMsgAsync<CheckUpdated>();

        _disk = Disk();
        _registry.Tell(new UpdateCheck(Key, "ttl", InstanceStatus.Passing, "well still"), TestActor);
        await ExpectMsgAsync<CheckUpdated>();
    }

    private ServiceInstance Shown => _hub.Snapshot.Find("orders")!.Instances[0].Instance;

    private async Task RegisterAsync()
    {
        _disk.SetResult(null);
        await _registry.Ask<Registered>(new Register(Some.Record(Key) with { Checks = [Check] }, Consistency.Local, TimeSpan.Zero));
        _disk = Disk();
    }

    private Task SettleAsync() => VirtualTime.SettleAsync(_registry, _registry, _registry);

    private static TaskCompletionSource<string?> Disk() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
