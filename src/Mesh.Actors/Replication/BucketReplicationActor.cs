using System.Collections.Immutable;
using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Views;

namespace Mesh.Replication;

/// <summary>
/// Carries this node's writes to the others and theirs to the sibling that holds the buckets; child of /user/mesh. Two
/// paths, one lattice: a push to every member at once, and Distributed Data, which heals what the push lost. The
/// replicator is polled, not subscribed to: subscriptions cost it two serialisations of a bucket per change, and it
/// forgets them when it restarts. What a push looks like is the kind's own.
/// <para>A restart loses nothing but time: own writes are asked for again, members too, and polling begins anew.</para>
/// </summary>
internal abstract class BucketReplicationActor<TBucket, TKey, TRecord> : ReceiveActor, IWithTimers
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly BucketKind<TBucket> _kind;
    private readonly MeshOptions _options;
    private readonly Key<TBucket>[] _keys;
    private readonly ReplicaCheck<TBucket, TKey, TRecord> _check;
    private readonly WarmUpRounds _warmUp;
    private readonly RecentPushes _recent = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private protected BucketReplicationActor(
        BucketKind<TBucket> kind, Owner self, MeshOptions options, ICanTell holder, IActorRef replicator)
    {
        _kind = kind;
        _options = options;
        Owner = self;
        Holder = holder;
        Replicator = replicator;
        Members = [self];
        _keys = [.. Enumerable.Range(0, options.Buckets).Select(i => kind.Key(i, options.Buckets))];
        _check = new ReplicaCheck<TBucket, TKey, TRecord>(self, options.Buckets);
        _warmUp = new WarmUpRounds(self, options.Buckets, (member, question) => Send(question, member, kind.HolderPath), OnWarm);
        Receive<WriteTick>(_ => Write());
        Receive<PollTick>(_ => OnPollTick());
        ReceiveFromReplicator();
        Receive<WarmUpTick>(_ => _warmUp.Tick(Members));
        Receive<ReplicationProtocol.Versions>(_warmUp.Told);
        Receive<ReplicationProtocol.Known>(m => _warmUp.Known(m.By));
        Receive<MembershipProtocol.MemberUp>(m => On(m.Member));
        Receive<MembershipProtocol.MemberRemoved>(m => Members = Members.Remove(m.Owner));
        Receive<MembershipProtocol.StandingChanged>(_ => { });
        Receive<MembershipProtocol.MemberLeaving>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>This node.</summary>
    private protected Owner Owner { get; }

    private protected ICanTell Holder { get; }

    private protected IActorRef Replicator { get; }

    /// <summary>This node among them.</summary>
    private protected ImmutableSortedSet<Owner> Members { get; private set; }

    private protected abstract IPendingWrites<TBucket, TKey, TRecord> Pending { get; }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(PollTick), PollTick.Instance, PollInterval);
        Holder.Tell(_kind.GetOwn, Self);
        Context.ActorSelection(MeshNames.MembershipPath).Tell(MembershipProtocol.Follow.Instance, Self);
    }

    /// <summary>Tells the holder of state that came from outside.</summary>
    private protected abstract void TakeIn(int index, TBucket bucket);

    /// <summary>Sends a push of this node on its way.</summary>
    /// <param name="again">The same for a member that is heard of later: nobody waits for its acknowledgement.</param>
    /// <param name="bytes">What its records hold, about.</param>
    private protected void Push(IWireMessage push, IWireMessage again, long bytes)
    {
        PassOn(push, Owner);
        Keep([again], bytes);
    }

    /// <summary>Keeps pushes for a member that is heard of later.</summary>
    /// <param name="bytes">What their records hold, about.</param>
    private protected void Keep(IEnumerable<IWireMessage> pushes, long bytes) => _recent.Add(pushes, bytes);

    /// <summary>Sends a push that came from outside further along its way.</summary>
    private protected void PassOn(IWireMessage push, Owner origin) => Push(push, PushTree.Children(Members, origin, Owner));

    private protected void Push(IWireMessage push, IEnumerable<Owner> to)
    {
        foreach (var member in to)
            Send(push, member, _kind.ReplicationPath);
    }

    /// <summary>Own writes, which are pending: they go to Distributed Data with those of the next moments.</summary>
    private protected void Wrote(int index, OwnerLog<TKey, TRecord> log)
    {
        _check.Wrote(index, log);
        ScheduleWrite();
    }

    private protected void ScheduleWrite()
    {
        if (!Timers.IsTimerActive(nameof(WriteTick)))
            Timers.StartSingleTimer(nameof(WriteTick), WriteTick.Instance, _options.WriteInterval);
    }

    private protected virtual void Write()
    {
        foreach (var (index, state, fragment) in Pending.Take())
        {
            Replicator.Tell(Dsl.Update(
                _keys[index], _kind.Empty, WriteLocal.Instance, bucket => bucket.WithDelta(state, fragment)));
        }
    }

    private protected virtual void Poll()
    {
        for (var i = 0; i < _keys.Length; i++)
            Replicator.Tell(Dsl.Get(_keys[i], ReadLocal.Instance, i));
    }

    /// <summary>The bucket of a member that this node asked while it warms up.</summary>
    private protected void OnState(Owner from, int index, TBucket bucket)
    {
        TakeIn(index, bucket);
        _warmUp.Received(from, index);
    }

    private void ReceiveFromReplicator()
    {
        Receive<GetSuccess>(m => On((int)m.Request, (TBucket)m.Data), m => m is { Request: int, Data: TBucket });
        Receive<NotFound>(m => Heal((int)m.Request, _kind.Empty), m => m.Request is int);
        Receive<UpdateSuccess>(_ => { });
        Receive<ModifyFailure>(m => _log.Warning("Distributed Data refused a write to {Key}: {Reason}", m.Key.Id, m.ErrorMessage));
    }

    private void On(int index, TBucket held)
    {
        if (_check.IsNews(index, held))
            TakeIn(index, held);
        Heal(index, held);
    }

    /// <summary>Whatever Distributed Data lost of this node's own writes, it gets again.</summary>
    private void Heal(int index, TBucket held)
    {
        if (Timers.IsTimerActive(nameof(WriteTick)) || _check.Lost(index, held) is not { } own)
            return;
        Pending.Add(index, own);
        ScheduleWrite();
    }

    private void OnPollTick()
    {
        _recent.Turn();
        Poll();
    }

    private void On(MeshMember member)
    {
        Members = Members.Add(member.Owner);
        if (!member.IsSelf)
        {
            foreach (var push in _recent.All)
                Send(push, member.Owner, _kind.ReplicationPath);
            Send(new ReplicationProtocol.Known(Owner), member.Owner, _kind.ReplicationPath);
        }

        if (member.IsSelf && !_warmUp.IsWarm)
            Timers.StartPeriodicTimer(nameof(WarmUpTick), WarmUpTick.Instance, TimeSpan.FromMilliseconds(100), WarmUpRounds.Interval);
    }

    private void OnWarm()
    {
        Timers.Cancel(nameof(WarmUpTick));
        Holder.Tell(_kind.Warmed, Self);
    }

    private void Send(IWireMessage message, Owner member, string path) => Context.PeerSelection(member, path).Tell(message, Self);

    private sealed record WriteTick : INoSerializationVerificationNeeded
    {
        public static readonly WriteTick Instance = new();
    }

    private sealed record PollTick : INoSerializationVerificationNeeded, INotInfluenceReceiveTimeout
    {
        public static readonly PollTick Instance = new();
    }

    private sealed record WarmUpTick : INoSerializationVerificationNeeded
    {
        public static readonly WarmUpTick Instance = new();
    }
}
