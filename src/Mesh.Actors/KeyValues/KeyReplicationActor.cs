using System.Collections.Immutable;
using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Replication;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// Carries this node's writes of the key-value store to the others and theirs to the store; child of /user/mesh. As for
/// instances: a push to every member at once, and Distributed Data, which heals what the push lost. While the mesh has
/// no entries it asks the replicator for the names of its keys once a second, and nothing else.
/// <para>A restart loses nothing but time: own logs are asked for again, members too, and polling begins anew.</para>
/// </summary>
public sealed partial class KeyReplicationActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Owner _self;
    private readonly MeshOptions _options;
    private readonly ICanTell _store;
    private readonly IActorRef _replicator;
    private readonly KeyPending _pending;
    private readonly KeyBucketKey[] _keys;
    private readonly KeyBucket?[] _seen;
    private readonly OwnerLog[] _own;
    private readonly WarmUpRounds _warmUp;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ImmutableSortedSet<Owner> _members;
    private bool _isUsed;

    public KeyReplicationActor(Owner self, MeshOptions options, ICanTell store, IActorRef replicator)
    {
        _self = self;
        _options = options;
        _store = store;
        _replicator = replicator;
        _members = [self];
        _pending = new KeyPending(self);
        _keys = [.. Enumerable.Range(0, options.Buckets).Select(i => KeyBuckets.Key(i, options.Buckets))];
        _seen = new KeyBucket?[options.Buckets];
        _own = new OwnerLog[options.Buckets];
        Array.Fill(_own, OwnerLog.Empty);
        _warmUp = new WarmUpRounds(self, options.Buckets, ToStore, OnWarm);
        Receive<KeyReplicationProtocol.Replicate>(On);
        Receive<KeyReplicationProtocol.KeyPush>(On);
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
    public static Props Props(Owner self, MeshOptions options, ICanTell store, IActorRef replicator) =>
        Akka.Actor.Props.Create(() => new KeyReplicationActor(self, options, store, replicator));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(PollTick), PollTick.Instance, PollInterval);
        _store.Tell(KeyReplicationProtocol.GetOwn.Instance, Self);
        Context.ActorSelection(MeshNames.MembershipPath).Tell(MembershipProtocol.Follow.Instance, Self);
    }

    private void On(KeyReplicationProtocol.Replicate message)
    {
        if (message.Parts.IsEmpty)
            return;
        _isUsed = true;
        if (_members.Count > 1)
            Push(message.Parts);
        foreach (var part in message.Parts)
        {
            _own[part.Index] = part.State;
            _pending.Add(part);
        }

        ScheduleWrite();
    }

    /// <summary>Large writes go in several messages: each must fit the frame.</summary>
    private void Push(ImmutableArray<KeyWrites> parts)
    {
        var relay = _members.Count - 1 > PushTree.DirectLimit;
        foreach (var load in KeyLoads.Of(_self, parts))
            Send(new KeyReplicationProtocol.KeyPush(_self, relay, load), PushTree.Children(_members, _self, _self));
    }

    private void On(KeyReplicationProtocol.KeyPush push)
    {
        _isUsed = true;
        _store.Tell(new KeyReplicationProtocol.Arrived(push.Parts), Self);
        if (push.Relay)
            Send(push, PushTree.Children(_members, push.From, _self));
    }

    private void Send(KeyReplicationProtocol.KeyPush push, IEnumerable<Owner> to)
    {
        foreach (var member in to)
            Context.PeerSelection(member, MeshNames.KeyReplicationPath).Tell(push, Self);
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
        foreach (var (index, state, fragment) in _pending.Take())
        {
            _replicator.Tell(Dsl.Update(
                _keys[index], KeyBucket.Empty, WriteLocal.Instance, bucket => bucket.WithDelta(state, fragment)));
        }
    }

    private void OnPoll()
    {
        if (!_isUsed)
        {
            _replicator.Tell(Dsl.GetKeyIds);
            return;
        }

        for (var i = 0; i < _keys.Length; i++)
            _replicator.Tell(Dsl.Get(_keys[i], ReadLocal.Instance, i));
    }

    private void ReceiveFromReplicator()
    {
        Receive<GetKeysIdsResult>(m => _isUsed |= m.Keys.Any(k => k.StartsWith(KeyBuckets.Prefix, StringComparison.Ordinal)));
        Receive<GetSuccess>(m =>
        {
            if (m.Data is KeyBucket bucket && m.Request is int index)
                OnBucket(index, bucket);
            else
                Unhandled(m);
        });
        Receive<NotFound>(m =>
        {
            if (m.Request is int index)
                Assert(index, OwnerLog.Empty);
        });
        Receive<UpdateSuccess>(_ => { });
        Receive<ModifyFailure>(m => _log.Warning("Distributed Data refused a write to {Key}: {Reason}", m.Key.Id, m.ErrorMessage));
    }

    private void OnBucket(int index, KeyBucket bucket)
    {
        if (!ReferenceEquals(bucket, _seen[index]))
        {
            _seen[index] = bucket;
            _store.Tell(new KeyReplicationProtocol.Arrived([new KeyBucketPart(index, bucket)]), Self);
        }

        Assert(index, bucket.LogOf(_self));
    }

    /// <summary>Whatever Distributed Data lost of this node's own writes, it gets again.</summary>
    private void Assert(int index, OwnerLog held)
    {
        if (held.Version >= _own[index].Version || Timers.IsTimerActive(nameof(WriteTick)))
            return;
        _pending.Add(new KeyWrites(index, _own[index], []));
        ScheduleWrite();
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
