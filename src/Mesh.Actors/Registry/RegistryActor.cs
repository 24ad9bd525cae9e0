using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Trust;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>
/// The registry of one node, child of /user/mesh: the shell of <see cref="RegistryCore"/>, which owns the node's
/// registrations and the merged view. It feeds the core and performs what that answers; it answers queries from the
/// snapshot, and serves subscriptions. What a mailbox holds is decided first and published in one flush; answers go out
/// after it, so that who got an answer sees its effect.
/// <para>
/// A restart loses the open confirmations, the subscriptions and the explain ring; the node's registrations and the
/// buckets are in the hub and taken up again, members are asked for, and subscribers that watch the registry subscribe
/// anew.
/// </para>
/// </summary>
internal sealed partial class RegistryActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MeshHub _hub;
    private readonly Owner _self;
    private readonly TimeProvider _time;
    private readonly RegistryPeers _peers;
    private readonly RegistryTrust? _trust;
    private readonly RegistryCore _core;
    private readonly Subscriptions<IActorRef> _subscriptions = new();
    private readonly EarlyCommands _early = new();
    private readonly RestoredOnce _restored = new();
    private ImmutableArray<string>? _awaited;

    public RegistryActor(
        MeshHub hub, Owner self, SelectionContext selection, TimeProvider time, MeshOptions options, RegistryPeers peers,
        MeshTrust? trust = null)
    {
        _trust = trust is { IsOn: true } ? new RegistryTrust(self, trust, options.MeshName) : null;
        _hub = hub;
        _self = self;
        _time = time;
        _peers = peers;
        var isNew = hub.Retained.IsNew(self);
        var now = Moment.Now(time);
        var view = new CatalogView(hub.Retained.ClaimsOf(self, options.Buckets, hub.Storing.HasPast), hub.Snapshot, hold: isNew, now.At, hub.Retained.FormerHomes)
        {
            MayWrite = _trust is null ? null : _trust.MayWrite,
            IsHeard = peers.IsHeard,
        };
        view.MergePolicies(hub.Policies);
        _core = new RegistryCore(
            self, view, hub.Snapshot, hub.OwnRegistrations, selection, now, options.ReapAfter, RegistryBounds.From(options), hub.Retained.Places);
        Receive<ICommand>(command => On(command, forwarded: false, TimeSpan.Zero));
        Receive<RegistryPeerProtocol.Reach>(m => On(m.Command, forwarded: false, m.Limit));
        Receive<RegistryPeerProtocol.Forwarded>(m => On(m.Command, forwarded: true, m.Reach));
        ReceiveQueries();
        ReceiveFromSiblings();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        MeshHub hub, Owner self, SelectionContext selection, TimeProvider time, MeshOptions options, RegistryPeers peers,
        MeshTrust? trust = null) =>
        Akka.Actor.Props.Create(() => new RegistryActor(hub, self, selection, time, options, peers, trust));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickInterval);
        _peers.Membership.Tell(MembershipProtocol.Follow.Instance, Self);
        Step(RegistryInput.Started.Instance);
    }

    private void ReceiveFromSiblings()
    {
        Receive<HeartbeatProtocol.HealthChanged>(m => Step(new RegistryInput.HealthChanged(m)));
        Receive<HeartbeatProtocol.CheckChanged>(m => Step(new RegistryInput.CheckChanged(m)));
        Receive<HeartbeatProtocol.Lapsed>(m => Step(new RegistryInput.Lapsed(m)));
        Receive<ReplicationProtocol.Arrived>(m => Step(new RegistryInput.Arrived(m)));
        Receive<ReplicationProtocol.PushAck>(
            m => Step(new RegistryInput.Confirmed(m.By, m.AckNumber)), m => _trust is null || Senders.IsBy(Sender, m.By));
        Receive<ReplicationProtocol.Warmed>(_ =>
        {
            Step(RegistryInput.Warmed.Instance);
            foreach (var command in _early.Take())
                Decide(command);
        });
        Receive<ReplicationProtocol.Awaits>(m =>
        {
            _awaited = m.Members;
            OnTick();
        });
        Receive<ReplicationProtocol.Storing>(m => _hub.Storing.Current = m.Members);
        Receive<MembershipProtocol.MemberUp>(m =>
            Step(new RegistryInput.MemberSeen(m.Member.Owner, m.Member.Standing, m.Contact)));
        Receive<MembershipProtocol.StandingChanged>(m =>
            Step(new RegistryInput.StandingChanged(m.Owner, m.Standing, m.Evidence)));
        Receive<MembershipProtocol.MemberLeaving>(m => Step(new RegistryInput.MemberLeaving(m.Owner)));
        Receive<MembershipProtocol.MemberRemoved>(m =>
        {
            _trust?.Drop(m.Owner);
            Step(new RegistryInput.MemberRemoved(m.Owner, m.Evidence));
        });
        Receive<ReplicationProtocol.SealsArrived>(m => _trust?.Note(m, _core.View));
        Receive<ReplicationProtocol.Refused>(m => _core.Events.RecordRefusal(m.Refusal, _time.GetUtcNow()));
        Receive<RegistryPeerProtocol.IndexesReached>(m => Step(new RegistryInput.IndexesReached(m.Items)));
        Receive<Tick>(_ => OnTick());
        Receive<Due>(_ => Step(RegistryInput.Due.Instance));
        Receive<Flush>(_ => Step(RegistryInput.Flush.Instance));
        Receive<Terminated>(m => _subscriptions.Remove(m.ActorRef));
    }

    private void On(ICommand command, bool forwarded, TimeSpan reach)
    {
        if (_trust?.Refusal(command, Senders.AddressOf(Sender)) is { } refusal)
        {
            Sender.Tell(reach > TimeSpan.Zero ? new RegistryPeerProtocol.Reached(refusal, []) : refusal);
            return;
        }

        switch (command)
        {
            case Subscribe subscribe:
                On(subscribe);
                break;
            case Unsubscribe unsubscribe:
                if (_subscriptions.Remove(Sender, unsubscribe.Service))
                    Context.Unwatch(Sender);
                Sender.Tell(new Unsubscribed(_hub.Snapshot.Revision));
                break;
            default:
                Decide(new RegistryInput.Command(command, Asker(command), forwarded, reach));
                break;
        }
    }

    private void Decide(RegistryInput.Command command)
    {
        if (_core.IsWarm || !_hub.WasReady)
            Step(command);
        else if (!_early.TryAdd(command, Moment.Now(_time).At))
            Refuse(command);
    }

    private void Refuse(RegistryInput.Command command)
    {
        var refusal = new Unavailable($"{_self.Address} begins anew and does not hold yet what the others hold");
        RefOf(command.From).Tell(command.Reach > TimeSpan.Zero ? new RegistryPeerProtocol.Reached(refusal, []) : refusal, Self);
    }

    private void OnTick()
    {
        var now = Moment.Now(_time).At;
        _hub.Pauses.Tick(now);
        // The report of the join may come after the last bucket and say warming once more.
        if (_core.IsWarm && _hub.State.Phase is MeshPhase.Warming)
            SayReady();
        if (_core.IsWarm && _hub.Restored.IsCompleted && _restored.IsDue())
            _peers.Replication.Tell(new ReplicationProtocol.Restored(_hub.Storing.IsSelf), Self);
        foreach (var overdue in _early.TakeOverdue(now))
            Refuse(overdue);
        Step(RegistryInput.Tick.Instance);
        _hub.OwnerlessEntries = _core.View.OwnerlessEntries;
    }

    private void On(Subscribe subscribe)
    {
        var (changes, snapshot, _) = _hub.ChangesSince(subscribe.Service?.Value, subscribe.Since ?? -1);
        _subscriptions.Add(Sender, subscribe.Service);
        Context.Watch(Sender);
        Sender.Tell(new Subscribed(snapshot.Revision));
        var begin = ValueList.From(changes ?? WatchStart.From(snapshot, subscribe.Service));
        if (begin.Count > 0)
            Sender.Tell(new Changed(snapshot.Revision, begin));
    }

    private void Step(RegistryInput input)
    {
        foreach (var effect in _core.Step(input, Moment.Now(_time)))
            Perform(effect);
        foreach (var (_, key, change, evidence) in _core.Events.TakeNews())
            _log.Info("{Key} {Change}: {Cause}, {Detail}", key, change, evidence.Cause, evidence.Detail);
    }

    private void Perform(RegistryEffect effect)
    {
        switch (effect)
        {
            // Messages that are in the mailbox already are decided before the flush that publishes them all.
            case RegistryEffect.Flush:
                Self.Tell(Flush.Instance);
                break;
            case RegistryEffect.Retain retain:
                _hub.Retained.Registrations = retain.Registrations;
                _hub.Retained.Policies = retain.Policies;
                _hub.Retained.Places = retain.Places;
                break;
            case RegistryEffect.Report report:
                _hub.Checks.Put(report.Key, report.CheckId, report.Status, report.Output, report.Wall);
                break;
            case RegistryEffect.Publish publish:
                Publish(publish);
                break;
            case RegistryEffect.Replicate replicate:
                _peers.Replication.Tell(
                    new ReplicationProtocol.Replicate(replicate.Parts, replicate.Policies, replicate.Number), Self);
                break;
            case RegistryEffect.PushAgain again:
                _peers.Replication.Tell(new ReplicationProtocol.PushAgain(again.Parts, again.Number, again.To), Self);
                break;
            case RegistryEffect.PullFrom pull:
                _peers.Replication.Tell(new ReplicationProtocol.PullFrom(pull.From, pull.Indexes), Self);
                break;
            case RegistryEffect.Heartbeat heartbeat:
                _peers.Heartbeats.Tell(heartbeat.Order, Self);
                break;
            case RegistryEffect.Reply reply:
                Answer(reply);
                break;
            case RegistryEffect.Wake wake:
                Timers.StartSingleTimer(nameof(Due), Due.Instance, wake.After > TimeSpan.Zero ? wake.After : TimeSpan.Zero);
                break;
            case RegistryEffect.Forward forward:
                RegistryOf(forward.To).Tell(new RegistryPeerProtocol.Forwarded(forward.Command, forward.Reach), RefOf(forward.From));
                break;
            case RegistryEffect.Confirm confirm:
                RegistryOf(confirm.To).Tell(new ReplicationProtocol.PushAck(_self, confirm.Number), Self);
                break;
            case RegistryEffect.TellIndexes tell:
                foreach (var part in tell.Items.Chunk(RegistryPeerProtocol.IndexesReached.MaxItems))
                {
                    foreach (var member in tell.To)
                        RegistryOf(member).Tell(new RegistryPeerProtocol.IndexesReached([.. part]), Self);
                }

                break;
            case RegistryEffect.Ready:
                _hub.Fill();
                _hub.Times.Begin(_time.GetUtcNow());
                SayReady();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "is not performed");
        }
    }

    private void Publish(RegistryEffect.Publish publish)
    {
        _hub.Times.Publishing(_self, publish.Snapshot.Revision, publish.Changes);
        _hub.Publish(publish.Snapshot, publish.Changes);
        foreach (var (to, changes) in _subscriptions.Share(publish.Changes))
            to.Tell(new Changed(publish.Snapshot.Revision, changes), Self);
    }

    /// <summary>While the disk is read, here or elsewhere, each tick asks again.</summary>
    private void SayReady()
    {
        // Who ends while it starts is not ready any more.
        if (_hub.State.Phase is MeshPhase.Leaving or MeshPhase.Stopped)
            return;
        const string Filled = "every bucket is here";
        var state = !_hub.Restored.IsCompleted
            ? new MeshState(MeshPhase.Warming, $"{Filled}; what this node stored is being brought back")
            : _awaited is not { IsEmpty: true } || !_hub.KeysCompleted.IsCompleted
                ? new MeshState(MeshPhase.Warming, $"{Filled}; what others stored is not back yet{AwaitedText()}")
                : new MeshState(MeshPhase.Ready, Filled);
        if (_hub.State != state)
            _hub.State = state;
    }

    private string AwaitedText() => _awaited is { IsEmpty: false } members ? $": {string.Join(", ", members)}" : "";

    private ActorSelection RegistryOf(Owner owner) => Context.PeerSelection(owner, MeshNames.RegistryPath);

    private sealed record Tick : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Due : INoSerializationVerificationNeeded
    {
        public static readonly Due Instance = new();
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
