using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Trust;

namespace Mesh.KeyValues;

/// <summary>
/// The key-value store of one node, child of /user/mesh: the shell of <see cref="KeyValueCore"/>, which it feeds with
/// calls and with what other nodes wrote, and whose effects it performs. What a mailbox holds is decided first and
/// published in one flush; answers go out after it, so that who got an answer sees its effect.
/// <para>
/// A restart loses the open questions to owners of leases, which their callers ask again; buckets are in the hub and
/// taken up again, members are asked for, and the leases of this node begin anew with their full time.
/// </para>
/// </summary>
internal sealed partial class KeyValuesActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly KeyValueSettings _settings;
    private readonly KeyValueHub _hub;
    private readonly Owner _self;
    private readonly KeyValuePeers _peers;
    private readonly KeyValueCore _core;
    private readonly KeyValueTrust? _trust;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RestoredOnce _restored = new();
    private bool _isAwaiting = true;

    public KeyValuesActor(KeyValueSettings settings, Owner self, KeyValuePeers peers)
    {
        _settings = settings;
        _hub = settings.Hub;
        _self = self;
        _peers = peers;
        _core = new KeyValueCore(
            _hub.StateOf(self, settings.Buckets, settings.Catalog.Storing.HasPast), _hub.Snapshot, settings.Rule, _hub.Heard, Moment.Now(settings.Time));
        _trust = settings.Trust is { IsOn: true } trust ? new KeyValueTrust(self, trust, settings.MeshName) : null;
        Receive<KeyValueCall>(On);
        Receive<RegistryProtocol.IReply>(On);
        Receive<KeyReplicationProtocol.LeaseCall>(
            m => Step(new KeyValueInput.OwnerAsked(m, new Requester(Sender))), _ => _trust is null || _trust.MayAskOfLeases(Senders.AddressOf(Sender)));
        Receive<KeyReplicationProtocol.LeaseAnswer>(m => Step(new KeyValueInput.OwnerAnswered(m)));
        ReceiveFromReplication();
        ReceiveStored();
        Receive<MembershipProtocol.MemberUp>(m => Step(new KeyValueInput.MemberSeen(m.Member.Owner, m.Member.Standing)));
        Receive<MembershipProtocol.StandingChanged>(m => Step(new KeyValueInput.MemberSeen(m.Owner, m.Standing)));
        Receive<MembershipProtocol.MemberLeaving>(_ => { });
        Receive<MembershipProtocol.MemberRemoved>(m =>
        {
            _trust?.Drop(m.Owner);
            Step(new KeyValueInput.MemberRemoved(m.Owner));
        });
        Receive<ReplicationProtocol.SealsArrived>(m => _trust?.Note(m, _core.Store));
        Receive<Tick>(_ => OnTick());
        Receive<Due>(_ => Step(KeyValueInput.Due.Instance));
        Receive<Flush>(_ => Step(KeyValueInput.Flush.Instance));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(KeyValueSettings settings, Owner self, KeyValuePeers peers) =>
        Akka.Actor.Props.Create(() => new KeyValuesActor(settings, self, peers));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickInterval);
        _peers.Membership.Tell(MembershipProtocol.Follow.Instance, Self);
        _hub.Inbox = new Inbox(Self);
        Step(KeyValueInput.Started.Instance);
    }

    protected override void PostStop() => _hub.Inbox = null;

    private void On(KeyValueCall call)
    {
        if (_trust?.Refusal(call, _hub.Snapshot) is { } refusal)
        {
            call.Answer(refusal, []);
            return;
        }

        var from = new Requester(call);
        KeyValueInput? input = call switch
        {
            KeyValueCall.Apply apply => new KeyValueInput.Apply(apply.Batch, from, call.Reach),
            KeyValueCall.Grant grant => new KeyValueInput.Grant(grant.Lease, grant.Ttl, from, call.Reach),
            KeyValueCall.Revoke revoke => new KeyValueInput.Revoke(revoke.Lease, from, call.Reach),
            KeyValueCall.KeepAlive keep => new KeyValueInput.KeepAlive(keep.Lease, from),
            KeyValueCall.TimeToLive ask => new KeyValueInput.TimeToLive(ask.Lease, from),
            KeyValueCall.Reached reached => new KeyValueInput.Reached(reached.Slot),
            KeyValueCall.Restore restore => new KeyValueInput.Restore(restore.Records, from),
            _ => null,
        };
        if (input is null)
            Unhandled(call);
        else
            Step(input);
    }

    private void ReceiveFromReplication()
    {
        Receive<KeyReplicationProtocol.Arrived>(m => Step(new KeyValueInput.Arrived(m.Parts, m.From, m.Number, m.Mark)));
        Receive<ReplicationProtocol.PushAck>(
            m => Step(new KeyValueInput.Confirmed(m.By, m.AckNumber)), m => _trust is null || Senders.IsBy(Sender, m.By));
        Receive<KeyReplicationProtocol.KeyReached>(m => Step(new KeyValueInput.Reached(m.Slot, m.Mark)));
        Receive<KeyReplicationProtocol.Warmed>(_ => Step(KeyValueInput.Warmed.Instance));
        Receive<KeyReplicationProtocol.GetOwn>(_ =>
        {
            _restored.Again();
            var logs = _core.Store.OwnLogs();
            _peers.Replication.Tell(new KeyReplicationProtocol.Replicate(logs, [.. KeyLoads.Of(_self, logs)], 0), Self);
        });
        Receive<ReplicationProtocol.GetVersions>(_ => Sender.Tell(new ReplicationProtocol.Versions(
            _self, _core.IsWarm && _hub.WasComplete && !_core.Store.HasHeirless, [.. _core.Store.Versions()])));
        Receive<ReplicationProtocol.Awaits>(m =>
        {
            _isAwaiting = !m.Members.IsEmpty;
            OnTick();
        });
        Receive<ReplicationProtocol.Pull>(m =>
        {
            foreach (var index in m.Indexes.Where(_core.Store.HasBucket))
            {
                var (bucket, seals) = _trust is null || m.From == _self
                    ? (_core.Store.Bucket(index), [])
                    : _trust.ForOthers(m.From, index, _core.Store.Bucket(index));
                Sender.Tell(new KeyReplicationProtocol.KeyBucketState(_self, new KeyBucketPart(index, bucket)) { Seals = seals });
            }
        });
    }

    private void OnTick()
    {
        // A node that stores is closed until it and the others have brought back what they had.
        Step(new KeyValueInput.Tick(_settings.Catalog.Snapshot, _settings.Catalog.IsClosed));
        if (!_core.IsWarm || !_settings.Catalog.Restored.IsCompleted)
            return;
        if (!_isAwaiting)
            _hub.Complete();
        if (_restored.IsDue())
            _peers.Replication.Tell(new ReplicationProtocol.Restored(_settings.Catalog.Storing.IsSelf), Self);
    }

    private void On(RegistryProtocol.IReply reply)
    {
        if (reply is RegistryProtocol.Rejected rejected)
            _log.Warning("An instance that an entry describes was refused: {Faults}", rejected.Faults);
    }

    private void Step(KeyValueInput input)
    {
        foreach (var effect in _core.Step(input, Moment.Now(_settings.Time)))
            Perform(effect);
    }

    private void Perform(KeyValueEffect effect)
    {
        switch (effect)
        {
            // Messages that are in the mailbox already are decided before the flush that publishes them all.
            case KeyValueEffect.Flush:
                Self.Tell(Flush.Instance);
                break;
            case KeyValueEffect.Publish publish:
                _hub.Publish(publish.Snapshot, publish.Changes);
                break;
            case KeyValueEffect.Replicate replicate:
                _peers.Replication.Tell(
                    new KeyReplicationProtocol.Replicate(replicate.Writes, replicate.Loads, replicate.Number) { Mark = replicate.Mark },
                    Self);
                break;
            case KeyValueEffect.Reply reply:
                Answer(reply);
                break;
            case KeyValueEffect.Confirm confirm:
                Context.PeerSelection(confirm.To, MeshNames.KeyValuesPath).Tell(new ReplicationProtocol.PushAck(_self, confirm.Number), Self);
                break;
            case KeyValueEffect.TellReached reached:
                foreach (var member in _core.Others)
                    Context.PeerSelection(member, MeshNames.KeyValuesPath).Tell(new KeyReplicationProtocol.KeyReached(reached.Slot, reached.Mark), Self);
                break;
            case KeyValueEffect.PullFrom pull:
                _peers.Replication.Tell(new ReplicationProtocol.PullFrom(pull.From, pull.Indexes), Self);
                break;
            case KeyValueEffect.Wake wake:
                Timers.StartSingleTimer(nameof(Due), Due.Instance, wake.After > TimeSpan.Zero ? wake.After : TimeSpan.Zero);
                break;
            case KeyValueEffect.AnswerNode answer:
                Answer(answer);
                break;
            case KeyValueEffect.AskOwner ask:
                Context.PeerSelection(ask.To, MeshNames.KeyValuesPath).Tell(ask.Call, Self);
                break;
            case KeyValueEffect.Register register:
                _peers.Registry.Tell(
                    new RegistryProtocol.Register(register.Instance, Consistency.Local, TimeSpan.Zero) { EntryClaim = register.Claim }, Self);
                break;
            case KeyValueEffect.Deregister deregister:
                var evidence = new Evidence(Causes.Deregistered, _self.Address, deregister.Reason);
                _peers.Registry.Tell(new RegistryProtocol.Deregister(deregister.Key, evidence) { EntryClaim = deregister.Claim }, Self);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "is not performed");
        }
    }

    private sealed class Inbox(IActorRef actor) : IKeyValueInbox
    {
        public void Post(KeyValueCall call) => actor.Tell(call, ActorRefs.NoSender);
    }

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Due : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Due Instance = new();
    }

    private sealed record Flush : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Flush Instance = new();
    }
}
