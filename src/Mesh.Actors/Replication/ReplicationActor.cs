using System.Collections.Immutable;
using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Replication;

/// <summary>
/// Carries this node's writes to the others and theirs to the registry; child of /user/mesh. Two paths, one lattice:
/// a push to every member at once, and Distributed Data, which heals what the push lost. The replicator is polled, not
/// subscribed to: subscriptions cost it two serialisations of a bucket per change, and it forgets them when it restarts.
/// <para>A restart loses nothing but time: own writes are asked for again, members too, and polling begins anew.</para>
/// </summary>
public sealed partial class ReplicationActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Owner _self;
    private readonly MeshOptions _options;
    private readonly ICanTell _registry;
    private readonly IActorRef _replicator;
    private readonly PendingWrites _pending = new();
    private readonly BucketKey[] _keys;
    private readonly InstanceBucket?[] _seen;
    private readonly OwnerLog[] _own;
    private readonly WarmUpRounds _warmUp;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ImmutableSortedSet<Owner> _members;
    private PolicyTable _policies = PolicyTable.Empty;
    private PolicyTable? _policiesSeen;

    public ReplicationActor(Owner self, MeshOptions options, ICanTell registry, IActorRef replicator)
    {
        _self = self;
        _options = options;
        _registry = registry;
        _replicator = replicator;
        _members = [self];
        _keys = [.. Enumerable.Range(0, options.Buckets).Select(i => BucketKeys.Key(i, options.Buckets))];
        _seen = new InstanceBucket?[options.Buckets];
        _own = new OwnerLog[options.Buckets];
        Array.Fill(_own, OwnerLog.Empty);
        _warmUp = new WarmUpRounds(self, options.Buckets, ToRegistry, OnWarm);
        Receive<ReplicationProtocol.Replicate>(On);
        Receive<ReplicationProtocol.PushAgain>(On);
        Receive<ReplicationProtocol.Push>(On);
        Receive<WriteTick>(_ => OnWrite());
        Receive<PollTick>(_ => OnPoll());
        ReceiveFromReplicator();
        ReceiveWarmUp();
        Receive<MembershipProtocol.MemberUp>(m => On(m.Member));
        Receive<MembershipProtocol.MemberRemoved>(m => _members = _members.Remove(m.Owner));
        Receive<MembershipProtocol.MemberChanged>(_ => { });
        Receive<MembershipProtocol.StandingChanged>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="replicator">The replicator of Distributed Data.</param>
    public static Props Props(Owner self, MeshOptions options, ICanTell registry, IActorRef replicator) =>
        Akka.Actor.Props.Create(() => new ReplicationActor(self, options, registry, replicator));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(PollTick), PollTick.Instance, PollInterval);
        _registry.Tell(ReplicationProtocol.GetOwn.Instance, Self);
        Context.ActorSelection(MeshNames.MembershipPath).Tell(MembershipProtocol.Follow.Instance, Self);
    }

    private void On(ReplicationProtocol.Replicate message)
    {
        var push = new ReplicationProtocol.Push(
            _self, message.AckNumber, _members.Count - 1 > PushTree.DirectLimit, message.Parts, message.Policies);
        Send(push, PushTree.Children(_members, _self, _self));
        foreach (var part in message.Parts)
        {
            _own[part.Index] = OwnerLog.Merge(_own[part.Index], part.Bucket.LogOf(_self));
            _pending.Add(part);
        }

        _policies = _policies.Merge(message.Policies);
        ScheduleWrite();
    }

    private void On(ReplicationProtocol.PushAgain message) => Send(
        new ReplicationProtocol.Push(_self, message.AckNumber, Relay: false, message.Parts, PolicyTable.Empty), message.To);

    private void On(ReplicationProtocol.Push push)
    {
        _registry.Tell(new ReplicationProtocol.Arrived(push.Parts, push.Policies, push.From, push.AckNumber), Self);
        if (push.Relay)
            Send(push, PushTree.Children(_members, push.From, _self));
    }

    private void Send(ReplicationProtocol.Push push, IEnumerable<Owner> to)
    {
        foreach (var member in to)
            Context.PeerSelection(member, MeshNames.ReplicationPath).Tell(push, Self);
    }

    private void On(MeshMember member)
    {
        _members = _members.Add(member.Owner);
        if (member.IsSelf && !_warmUp.IsWarm)
            Timers.StartPeriodicTimer(nameof(WarmUpTick), WarmUpTick.Instance, TimeSpan.FromMilliseconds(100), WarmUpRounds.Interval);
    }

    private void ScheduleWrite()
    {
        if (!Timers.IsTimerActive(nameof(WriteTick)))
            Timers.StartSingleTimer(nameof(WriteTick), WriteTick.Instance, _options.WriteInterval);
    }

    private void OnWrite()
    {
        foreach (var part in _pending.Take())
        {
            var fragment = part.Bucket;
            _replicator.Tell(Dsl.Update(
                _keys[part.Index], InstanceBucket.Empty, WriteLocal.Instance, bucket => bucket.WithDelta(fragment)));
        }

        var policies = _policies;
        if (policies.Entries.Count == 0 || ReferenceEquals(policies, _policiesSeen))
            return;
        _replicator.Tell(Dsl.Update(
            PolicyTable.Key, PolicyTable.Empty, WriteLocal.Instance, table => table.Merge(policies)));
    }

    private void OnPoll()
    {
        for (var i = 0; i < _keys.Length; i++)
            _replicator.Tell(Dsl.Get(_keys[i], ReadLocal.Instance, i));
        _replicator.Tell(Dsl.Get(PolicyTable.Key, ReadLocal.Instance, -1));
    }

    private void ReceiveFromReplicator()
    {
        Receive<GetSuccess>(m =>
        {
            switch (m.Data)
            {
                case InstanceBucket bucket when m.Request is int index:
                    OnBucket(index, bucket);
                    break;
                case PolicyTable table:
                    OnPolicies(table);
                    break;
                default:
                    Unhandled(m);
                    break;
            }
        });
        Receive<NotFound>(m =>
        {
            if (m.Request is int index and >= 0)
                Assert(index, OwnerLog.Empty);
        });
        Receive<UpdateSuccess>(_ => { });
        Receive<ModifyFailure>(m => _log.Warning("Distributed Data refused a write to {Key}: {Reason}", m.Key.Id, m.ErrorMessage));
    }

    private void OnBucket(int index, InstanceBucket bucket)
    {
        if (!ReferenceEquals(bucket, _seen[index]))
        {
            _seen[index] = bucket;
            _registry.Tell(new ReplicationProtocol.Arrived([new BucketPart(index, bucket)], PolicyTable.Empty, null, 0), Self);
        }

        Assert(index, bucket.LogOf(_self));
    }

    /// <summary>Whatever Distributed Data lost of this node's own writes, it gets again.</summary>
    private void Assert(int index, OwnerLog held)
    {
        if (held.Version >= _own[index].Version || Timers.IsTimerActive(nameof(WriteTick)))
            return;
        _pending.Add(new BucketPart(index, InstanceBucket.Empty.With(_self, _own[index])));
        ScheduleWrite();
    }

    private void OnPolicies(PolicyTable table)
    {
        if (ReferenceEquals(table, _policiesSeen))
            return;
        _policiesSeen = table;
        _policies = _policies.Merge(table);
        _registry.Tell(new ReplicationProtocol.Arrived([], table, null, 0), Self);
    }

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
