using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Replication;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

/// <summary>
/// The key-value store of one node, child of /user/mesh. It decides calls, takes in what other nodes wrote, and publishes
/// the snapshot. What a mailbox holds is decided first and published in one flush; answers go out after it, so that who
/// got an answer sees its effect.
/// <para>
/// A restart loses the open questions to owners of leases, which their callers ask again; buckets are in the hub and
/// taken up again, members are asked for, and the leases of this node begin anew with their full time.
/// </para>
/// </summary>
internal sealed partial class KeyValuesActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly KeyValueParts _parts;
    private readonly KeyValueHub _hub;
    private readonly Owner _self;
    private readonly KeyValuePeers _peers;
    private readonly KeyValueCore _core;
    private readonly List<(KeyValueCall Call, Func<KeyValueSnapshot, IReply> Reply)> _replies = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _flushing;

    public KeyValuesActor(KeyValueParts parts, Owner self, KeyValuePeers peers)
    {
        _parts = parts;
        _hub = parts.Hub;
        _self = self;
        _peers = peers;
        _core = new KeyValueCore(_hub.MemoryOf(self, parts.Buckets), _hub.Snapshot, At);
        _projection = parts.Rule is null ? null : new ProjectionPlan(self, parts.Rule);
        Receive<KeyValueCall>(On);
        Receive<RegistryProtocol.IReply>(On);
        ReceiveLeaseCalls();
        ReceiveFromReplication();
        Receive<MembershipProtocol.MemberUp>(m => Then(() => _core.SetMember(m.Member.Owner, m.Member.Standing, At)));
        Receive<MembershipProtocol.StandingChanged>(m => Then(() => _core.SetMember(m.Owner, m.Standing, At)));
        Receive<MembershipProtocol.MemberRemoved>(m => Then(() => _core.RemoveMember(m.Owner, At)));
        Receive<Tick>(_ => OnTick());
        Receive<Flush>(_ => OnFlush());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(KeyValueParts parts, Owner self, KeyValuePeers peers) =>
        Akka.Actor.Props.Create(() => new KeyValuesActor(parts, self, peers));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickInterval);
        _peers.Membership.Tell(MembershipProtocol.Follow.Instance, Self);
        _hub.Inbox = new Inbox(Self);
        RequestFlush();
    }

    protected override void PostStop() => _hub.Inbox = null;

    private KeyTime At => new(_parts.Time.GetElapsedTime(0), _parts.Time.GetUtcNow());

    private void On(KeyValueCall call)
    {
        switch (call)
        {
            case KeyValueCall.Apply apply:
                _replies.Add((apply, _core.Apply(apply.Batch, At)));
                break;
            case KeyValueCall.Grant grant:
                Reply(grant, _core.Grant(grant.Lease, grant.Ttl, At));
                break;
            case KeyValueCall.Revoke revoke:
                Reply(revoke, _core.Revoke(revoke.Lease, At));
                break;
            case KeyValueCall.KeepAlive keep:
                Perform(keep, LeaseVerb.KeepAlive, keep.Lease, _core.KeepAlive(keep.Lease, isForwarded: false, At));
                break;
            case KeyValueCall.TimeToLive ask:
                Perform(ask, LeaseVerb.TimeToLive, ask.Lease, _core.TimeToLive(ask.Lease, isForwarded: false, At));
                break;
            case KeyValueCall.Restore restore:
                foreach (var record in restore.Records)
                    _core.Restore(record, At);
                Reply(restore, Restored.Instance);
                break;
            default:
                Unhandled(call);
                return;
        }

        RequestFlush();
    }

    private void Reply(KeyValueCall call, IReply reply) => _replies.Add((call, _ => reply));

    private void ReceiveFromReplication()
    {
        Receive<KeyReplicationProtocol.Arrived>(m => Then(() => _core.Merge(m.Parts, At)));
        Receive<KeyReplicationProtocol.Warmed>(_ => Then(() => _core.Release(At)));
        Receive<KeyReplicationProtocol.GetOwn>(_ =>
            _peers.Replication.Tell(new KeyReplicationProtocol.Replicate(_core.Store.OwnLogs()), Self));
        Receive<ReplicationProtocol.GetVersions>(_ => Sender.Tell(new ReplicationProtocol.Versions(
            _self, _core.IsWarm, [.. _core.Store.Versions()])));
        Receive<ReplicationProtocol.Pull>(m =>
        {
            foreach (var index in m.Indexes.Where(i => i >= 0 && i < _parts.Buckets))
                Sender.Tell(new KeyReplicationProtocol.KeyBucketState(_self, new KeyBucketPart(index, _core.Store.Bucket(index))));
        });
    }

    private void OnTick()
    {
        _core.Tick(At);
        ExpireQuestions();
        Reconcile();
        if (_core.View.HasNews || _core.Store.HasWritten)
            OnFlush();
    }

    private void Then(Action decide)
    {
        decide();
        RequestFlush();
    }

    /// <summary>Messages that are in the mailbox already are decided before the flush that publishes them all.</summary>
    private void RequestFlush()
    {
        if (_flushing)
            return;
        _flushing = true;
        Self.Tell(Flush.Instance);
    }

    private void OnFlush()
    {
        _flushing = false;
        if (_core.View.HasNews)
        {
            var (snapshot, changes) = _core.View.Take();
            _hub.Publish(snapshot, changes);
        }

        if (_core.Store.HasWritten)
            _peers.Replication.Tell(new KeyReplicationProtocol.Replicate(_core.Store.TakeWritten()), Self);
        foreach (var (call, reply) in _replies)
            call.Answer(reply(_hub.Snapshot));
        _replies.Clear();
        Project();
    }

    private sealed class Inbox(IActorRef actor) : IKeyValueInbox
    {
        public void Post(KeyValueCall call) => actor.Tell(call, ActorRefs.NoSender);
    }

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Flush : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Flush Instance = new();
    }
}
