using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Replication;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Actors.Tests.Replication;

/// <summary>What the actors of both kinds of bucket do between the holder of the buckets and Distributed Data.</summary>
public abstract class BucketReplicationActorTests : TestKit
{
    private const int Index = 3;

    private static readonly Owner Self = BucketCase.Self;

    private readonly BucketCase _case;
    private readonly MeshOptions _options = new();
    private readonly VirtualTime _time;
    private readonly TestProbe _holder;
    private readonly TestProbe _replicator;
    private readonly IActorRef _actor;

    private protected BucketReplicationActorTests(BucketCase bucket)
        : base(VirtualTime.Config)
    {
        _case = bucket;
        _time = new VirtualTime(Sys);
        _holder = CreateTestProbe();
        _replicator = CreateTestProbe();
        _actor = Sys.ActorOf(_case.Props(_options, _holder, _replicator));
    }

    [Fact]
    public async Task Holder_is_asked_for_own_writes_at_the_start() =>
        Assert.True(_case.IsGetOwn(await _holder.ExpectMsgAsync<object>()));

    [Fact]
    public async Task Bucket_that_rests_goes_to_distributed_data_and_once_more_when_it_is_lost_there()
    {
        _actor.Tell(_case.Replicate(Index, 1));
        await _time.AdvanceAsync(_options.WriteInterval * WriteBehind.Rest, _actor);
        Assert.False(_holder.HasMessages && await IsAskedAsync());
        await _time.AdvanceAsync(_options.WriteInterval, _actor);

        Assert.Equal(1, _case.VersionOf(Written(await UpdateAsync(1)), Self));
        await PollAsync(_case.Empty);
        await _time.AdvanceAsync(_options.WriteInterval * (WriteBehind.Rest + 1), _actor);

        Assert.Equal(1, _case.VersionOf(Written(await UpdateAsync(1)), Self));
    }

    [Fact]
    public async Task Writes_before_a_rest_are_one_update_without_a_delta()
    {
        _actor.Tell(_case.Replicate(Index, 1));
        await _time.AdvanceAsync(_options.WriteInterval * 5, _actor);
        _actor.Tell(_case.Replicate(Index, 2));
        await _time.AdvanceAsync(_options.WriteInterval * (WriteBehind.Rest + 1), _actor);

        var written = Written(await UpdateAsync(2));
        Assert.Equal(2, _case.VersionOf(written, Self));
        Assert.Equal(0, _case.VersionOf(((IDeltaReplicatedData)written).Delta, Self));
        await _replicator.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Beside_a_member_that_is_doubted_writes_go_to_distributed_data_at_once()
    {
        Doubt(Some.Owner(2));
        _actor.Tell(_case.Replicate(Index, 1));
        await _time.AdvanceAsync(_options.WriteInterval, _actor);

        Assert.Equal(1, _case.VersionOf(Written(await UpdateAsync(1)), Self));
    }

    [Fact]
    public async Task Logs_of_those_who_are_no_members_do_not_go_to_distributed_data()
    {
        Doubt(Some.Owner(2));
        _actor.Tell(_case.Replicate(Index, 1));
        await _time.AdvanceAsync(_options.WriteInterval, _actor);
        await _holder.FishForMessageAsync(m => m is ReplicationProtocol.Pull { Indexes: [Index] });
        _actor.Tell(_case.State(Index, _case.With(_case.With(_case.Empty, Self, 1), Some.Owner(3), 4)), _holder);

        var written = Written((Update)await _replicator.FishForMessageAsync(m => m is Update));
        Assert.Equal((1, 0), (_case.VersionOf(written, Self), _case.VersionOf(written, Some.Owner(3))));
    }

    [Fact]
    public async Task State_of_distributed_data_is_passed_on_once()
    {
        await _holder.ExpectMsgAsync<object>();
        _actor.Tell(_case.Replicate(Index, 1));
        var held = _case.With(_case.With(_case.Empty, Self, 1), Some.Owner(2), 2);
        await PollAsync(held);
        await PollAsync(held);
        await PollAsync(_case.With(held, Some.Owner(2), 3));

        Assert.Equal((Index, held), _case.Arrived(await ArrivedAsync()));
        Assert.Equal(3, _case.VersionOf(_case.Arrived(await ArrivedAsync())!.Value.Bucket, Some.Owner(2)));
        await _holder.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Node_without_others_is_warm()
    {
        await _holder.ExpectMsgAsync<object>();
        var member = new MeshMember(Self, "", "up", Standing.Confirmed, [], "", "", IsSelf: true);
        _actor.Tell(new MembershipProtocol.MemberUp(member, new OwnerContact(0)));
        await _time.AdvanceAsync(TimeSpan.FromMilliseconds(100), _actor);

        Assert.True(_case.IsWarmed(await _holder.ExpectMsgAsync<object>()));
    }

    [Fact]
    public async Task Member_that_is_heard_of_later_is_sent_what_was_written_shortly_before()
    {
        var lost = CreateTestProbe();
        Sys.EventStream.Subscribe(lost, typeof(DeadLetter));
        _actor.Tell(_case.Replicate(Index, 1));
        var member = new MeshMember(Some.Owner(2), "", "up", Standing.Confirmed, [], "", "", IsSelf: false);
        _actor.Tell(new MembershipProtocol.MemberUp(member, new OwnerContact(0)));

        // Nobody is at that address: what is sent there is a dead letter.
        await lost.FishForMessageAsync(m => m is DeadLetter letter && _case.IsQuietPush(Unwrapped(letter.Message)));
    }

    private static object Unwrapped(object message) => message is ActorSelectionMessage selected ? selected.Message : message;

    private IReplicatedData Written(Update update) => update.Modify(_case.Empty);

    private void Doubt(Owner member)
    {
        var suspect = new MeshMember(member, "", "up", Standing.Suspect, [], "", "", IsSelf: false);
        _actor.Tell(new MembershipProtocol.MemberUp(suspect, new OwnerContact(0)));
    }

    private ValueTask<object> ArrivedAsync() => _holder.FishForMessageAsync(m => _case.Arrived(m) is not null);

    private async Task<bool> IsAskedAsync() => await _holder.ReceiveOneAsync(TimeSpan.Zero) is ReplicationProtocol.Pull;

    /// <summary>The holder, with so many own writes, is asked for the bucket, and what it answers is written.</summary>
    private async Task<Update> UpdateAsync(int writes)
    {
        await _holder.FishForMessageAsync(m => m is ReplicationProtocol.Pull { Indexes: [Index] });
        _actor.Tell(_case.State(Index, _case.With(_case.Empty, Self, writes)), _holder);
        return (Update)await _replicator.FishForMessageAsync(m => m is Update);
    }

    /// <summary>Answers the next look at the replica; the other buckets are as this node knows them.</summary>
    private async Task PollAsync(IReplicatedData held)
    {
        await _time.AdvanceAsync(TimeSpan.FromSeconds(1), _actor);
        var get = (Get)await _replicator.FishForMessageAsync(m => m is Get { Request: Index });
        _actor.Tell(new GetSuccess(get.Key, get.Request, held));
        await VirtualTime.SettleAsync(_actor);
    }
}
