using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Registry;
using Mesh.Testing;
using static Mesh.KeyValues.KeyReplicationProtocol;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>A key-value store whose node promises its disk.</summary>
public sealed class DurableKeyValuesTests : TestKit
{
    private static readonly Owner Self = Some.Owner(5);

    private readonly MeshHub _catalog = new(VirtualTime.Start, revisionTag: 1);
    private readonly KeyValueHub _hub = new();
    private readonly IActorRef _store;
    private TaskCompletionSource<string?> _disk = Disk();

    public DurableKeyValuesTests()
        : base(VirtualTime.Config)
    {
        _catalog.WhenStored = () => _disk.Task;
        _store = Sys.ActorOf(KeyValuesActor.Props(
            new KeyValueSettings(_hub, _catalog, null, 64, new VirtualTime(Sys).Clock),
            Self,
            new KeyValuePeers(CreateTestProbe(), CreateTestProbe(), CreateTestProbe())));
        _store.Tell(Warmed.Instance);
    }

    [Fact]
    public async Task Write_is_answered_once_it_is_stored()
    {
        var put = await PostAsync(Put("k"));
        Assert.False(put.IsCompleted, "it was answered");
        Assert.NotNull(_hub.Snapshot.Find(Octets.Utf8("k")));

        _disk.SetResult(null);

        Assert.IsType<Applied>(await put.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Write_that_cannot_be_stored_is_unavailable()
    {
        var put = await PostAsync(Put("k"));
        _disk.SetResult("the disk is full");

        var answer = Assert.IsType<Unavailable>(await put.WaitAsync(Patience.Limit));
        Assert.Equal("the change is made, and not stored yet: the disk is full", answer.Reason);
    }

    [Fact]
    public async Task Number_of_a_lease_that_another_node_asked_for_is_granted_once_it_is_stored()
    {
        _store.Tell(new LeaseCall(4, LeaseVerb.Grant, 77) { Ttl = 60 }, TestActor);
        await SettleAsync();
        await ExpectNoMsgAsync(0);

        _disk.SetResult(null);

        Assert.True((await ExpectMsgAsync<LeaseAnswer>()).Found);
    }

    [Fact]
    public async Task Lease_that_is_revoked_for_another_node_is_gone_once_that_is_stored()
    {
        _disk.SetResult(null);
        var granted = await PostAsync(new KeyValueCall.Grant(77, 60));
        Assert.IsType<Granted>(await granted.WaitAsync(Patience.Limit));
        _disk = Disk();
        _store.Tell(new LeaseCall(5, LeaseVerb.Revoke, 77), TestActor);
        await SettleAsync();
        await ExpectNoMsgAsync(0);

        _disk.SetResult(null);

        Assert.True((await ExpectMsgAsync<LeaseAnswer>()).Found);
    }

    [Fact]
    public async Task Number_that_cannot_be_stored_is_not_granted_to_another_node()
    {
        _store.Tell(new LeaseCall(4, LeaseVerb.Grant, 77) { Ttl = 60 }, TestActor);
        _disk.SetResult("the disk is full");
        await SettleAsync();

        await ExpectNoMsgAsync(0);
    }

    [Fact]
    public async Task Renewal_waits_for_no_disk()
    {
        _disk.SetResult(null);
        var granted = await PostAsync(new KeyValueCall.Grant(77, 60));
        await granted.WaitAsync(Patience.Limit);
        _disk = Disk();

        var kept = await PostAsync(new KeyValueCall.KeepAlive(77));
        Assert.Equal(new KeptAlive(77, 60), await kept.WaitAsync(Patience.Limit));
        _store.Tell(new LeaseCall(6, LeaseVerb.KeepAlive, 77), TestActor);
        Assert.True((await ExpectMsgAsync<LeaseAnswer>()).Found);
    }

    private static KeyValueCall.Apply Put(string key) => new(new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8("v"))));

    private async Task<Task<T>> PostAsync<T>(KeyValueCall.Of<T> call)
        where T : class, IReply
    {
        await AwaitConditionAsync(() => Task.FromResult(_hub.Inbox is not null));
        _hub.Inbox!.Post(call);
        await SettleAsync();
        return call.Task;
    }

    private Task SettleAsync() => VirtualTime.SettleAsync(_store, _store, _store);

    private static TaskCompletionSource<string?> Disk() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
