using Akka.Actor;
using Akka.DistributedData;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Options;
using Mesh.Replication;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Actors.Tests.Replication;

/// <summary>What the actors of both kinds of bucket do between the holder of the buckets and Distributed Data.</summary>
public abstract class BucketReplicationActorTests<TBucket, TKey, TRecord> : TestKit
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    private const int Index = 3;

    protected static readonly Owner Self = Some.Owner(1);

    private readonly MeshOptions _options = new();
    private readonly VirtualTime _time;
    private readonly TestProbe _holder;
    private readonly TestProbe _replicator;
    private readonly IActorRef _actor;

    protected BucketReplicationActorTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _holder = CreateTestProbe();
        _replicator = CreateTestProbe();
        _actor = Sys.ActorOf(Props(_options, _holder, _replicator));
    }

    protected abstract TBucket Empty { get; }

    /// <summary>A log with so many writes of <see cref="Self"/>.</summary>
    protected abstract OwnerLog<TKey, TRecord> LogWith(int writes);

    protected abstract Props Props(MeshOptions options, IActorRef holder, IActorRef replicator);

    /// <summary>What the holder says of the last write of a log.</summary>
    protected abstract object Replicate(int index, OwnerLog<TKey, TRecord> log);

    protected abstract bool IsGetOwn(object message);

    protected abstract bool IsWarmed(object message);

    /// <summary>What the holder is told of; null: another message.</summary>
    protected abstract (int Index, TBucket Bucket)? Arrived(object message);

    [Fact]
    public async Task Holder_is_asked_for_own_writes_at_the_start() =>
        Assert.True(IsGetOwn(await _holder.ExpectMsgAsync<object>()));

    [Fact]
    public async Task Write_goes_to_distributed_data_and_once_more_when_it_is_lost_there()
    {
        _actor.Tell(Replicate(Index, LogWith(1)));
        await _time.AdvanceAsync(_options.WriteInterval, _actor);

        Assert.Equal(1, Written(Empty, await UpdateAsync()).LogOf(Self).Version);
        await PollAsync(Empty);
        await _time.AdvanceAsync(_options.WriteInterval, _actor);

        Assert.Equal(1, Written(Empty, await UpdateAsync()).LogOf(Self).Version);
    }

    [Fact]
    public async Task Writes_of_a_moment_are_one_update()
    {
        _actor.Tell(Replicate(Index, LogWith(1)));
        _actor.Tell(Replicate(Index, LogWith(2)));
        await _time.AdvanceAsync(_options.WriteInterval, _actor);

        Assert.Equal(2, Written(Empty, await UpdateAsync()).LogOf(Self).Version);
        await _replicator.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task State_of_distributed_data_is_passed_on_once()
    {
        await _holder.ExpectMsgAsync<object>();
        _actor.Tell(Replicate(Index, LogWith(1)));
        var held = Empty.With(Self, LogWith(1)).With(Some.Owner(2), LogWith(2));
        await PollAsync(held);
        await PollAsync(held);
        await PollAsync(held.With(Some.Owner(2), LogWith(3)));

        Assert.Equal((Index, held), Arrived(await _holder.ExpectMsgAsync<object>()));
        Assert.Equal(3, Arrived(await _holder.ExpectMsgAsync<object>())?.Bucket.LogOf(Some.Owner(2)).Version);
        await _holder.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Node_without_others_is_warm()
    {
        await _holder.ExpectMsgAsync<object>();
        var member = new MeshMember(Self, "", "up", Standing.Confirmed, [], "", "", IsSelf: true);
        _actor.Tell(new MembershipProtocol.MemberUp(member, new OwnerContact(0)));
        await _time.AdvanceAsync(TimeSpan.FromMilliseconds(100), _actor);

        Assert.True(IsWarmed(await _holder.ExpectMsgAsync<object>()));
    }

    private static TBucket Written(TBucket replica, Update update) => (TBucket)update.Modify(replica);

    private async Task<Update> UpdateAsync() => (Update)await _replicator.FishForMessageAsync(m => m is Update);

    /// <summary>Answers the next look at the replica; the other buckets are as this node knows them.</summary>
    private async Task PollAsync(TBucket held)
    {
        await _time.AdvanceAsync(TimeSpan.FromSeconds(1), _actor);
        var get = (Get)await _replicator.FishForMessageAsync(m => m is Get { Request: Index });
        _actor.Tell(new GetSuccess(get.Key, get.Request, held));
        await VirtualTime.SettleAsync(_actor);
    }
}
