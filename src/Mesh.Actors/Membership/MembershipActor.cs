using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Membership.Joining;
using Mesh.Membership.Liveness;
using Mesh.Trust;
using Mesh.Views;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

/// <summary>
/// Knows who is in the mesh and how each of them stands: joins, follows the cluster and the links, spreads and checks
/// evidence, removes the dead, tells the registry and replication of its node, and publishes the members for everybody
/// else. <see cref="MembershipCore"/> decides; this carries it out.
/// <para>
/// /user/mesh/membership, child of the guardian. A restart loses standings and introductions: the cluster tells the
/// members anew, who greet again; doubts come back with the next evidence.
/// </para>
/// </summary>
internal sealed class MembershipActor : ReceiveActor, IWithTimers
{
    private readonly MembershipSettings _settings;
    private readonly MembershipAdapters _adapters;
    private readonly ICanTell[] _followers;
    private readonly PublishedMembers _published;
    private readonly Action<MembershipReport> _report;
    private readonly TimeProvider _time;
    private readonly PeerLinks _links;
    private readonly OwnDoors _doors;
    private readonly MemberSights _sights;
    private readonly PeerSpeech? _speech;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _join = ActorRefs.Nobody;
    private MembershipCore _core;
    private bool _isRestarting;
    private Action<ValueMap<string>>? _tellDoors;

    public MembershipActor(
        MembershipSettings settings,
        MembershipAdapters adapters,
        IReadOnlyList<ICanTell> followers,
        PublishedMembers published,
        Action<MembershipReport> report,
        TimeProvider time,
        OwnDoors? doors = null,
        MemberSights? sights = null,
        PeerSpeech? speech = null)
    {
        _sights = sights ?? new MemberSights();
        _speech = speech;
        _doors = doors ?? new OwnDoors();
        _settings = settings;
        _adapters = adapters;
        _followers = [.. followers];
        _published = published;
        _report = report;
        _time = time;
        _links = new PeerLinks(adapters.Peers, Self, time, _sights);
        var now = Now;
        _core = MembershipCore.Start(
            new Hello(adapters.Cluster.Self, settings.NodeName, settings.Zone, settings.Version, now.Wall.ToUnixTimeMilliseconds())
            {
                Doors = _doors.Current,
            },
            settings,
            now);
        ReceiveFromOutside();
        ReceiveFromNode();
        Receive<Tick>(_ => Run(MembershipInput.Tick.Instance));
        Receive<Due>(_ => Run(MembershipInput.Due.Instance));
        Receive<Probed>(m => Run(new MembershipInput.Probed(m.Owner, m.State)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Moment Now => Moment.Now(_time);

    /// <param name="system">Its cluster is the one that is followed.</param>
    /// <param name="greeter">Asks the seeds who they are.</param>
    /// <param name="published">Where everybody else reads who the members are.</param>
    /// <param name="report">Called on the actor's thread; must not block.</param>
    /// <param name="doors">What the members are told of; null: none.</param>
    public static Props Props(
        MembershipSettings settings,
        ActorSystem system,
        ISeedGreeter greeter,
        IReadOnlyList<ICanTell> followers,
        PublishedMembers published,
        Action<MembershipReport> report,
        TimeProvider time,
        OwnDoors? doors = null,
        MemberSights? sights = null,
        PeerSpeech? speech = null)
    {
        var cluster = new AkkaCluster(system);
        var adapters = new MembershipAdapters(cluster, cluster, new TcpPortProbe(time), new DnsSeedResolver(time), greeter);
        return Props(settings, adapters, followers, published, report, time, doors, sights, speech);
    }

    public static Props Props(
        MembershipSettings settings,
        MembershipAdapters adapters,
        IReadOnlyList<ICanTell> followers,
        PublishedMembers published,
        Action<MembershipReport> report,
        TimeProvider time,
        OwnDoors? doors = null,
        MemberSights? sights = null,
        PeerSpeech? speech = null) =>
        Akka.Actor.Props.Create(() => new MembershipActor(settings, adapters, followers, published, report, time, doors, sights, speech));

    protected override void PreStart()
    {
        if (_adapters.Cluster.Events(Self) is { } events)
            Context.ActorOf(events, "events");
        var self = Self;
        _tellDoors = doors => self.Tell(new DoorsOpened(doors), ActorRefs.NoSender);
        _doors.Changed += _tellDoors;
        _tellDoors(_doors.Current);
        _join = Context.ActorOf(JoinActor.Props(_settings, _adapters, _report, _time), "join");
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, SelfDoubt.Interval);
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _isRestarting = true;
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _doors.Changed -= _tellDoors;
        _published.End(_time.GetTimestamp());
        if (!_isRestarting && !_core.HasEnded)
            _report(new MembershipReport.MustRejoin("its ActorSystem has stopped", [], CanLeave: false));
    }

    /// <summary>After a pause the mailbox is read before the timer comes: each message finds out.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        Run(MembershipInput.Awake.Instance);
        return base.AroundReceive(receive, message);
    }

    private void ReceiveFromOutside()
    {
        Receive<ClusterProtocol.IMessage>(m => Run(new MembershipInput.Cluster(m)));
        Receive<IPeer>(Refuse, m => _speech is not null && !PeerSpeech.IsBy(Senders.AddressOf(Sender), m));
        Receive<Ping>(m =>
        {
            // Anybody is answered: also a node that this one does not know yet, or no more.
            Sender.Tell(new Pong(_core.Self, m.Number), Self);
            Run(new MembershipInput.Peer(m));
        });
        Receive<Knock>(m =>
        {
            Run(new MembershipInput.Peer(m));
            _join.Forward(m);
        });
        Receive<KnockAnswer>(m => _join.Forward(m));
        Receive<IPeer>(m =>
        {
            Note(m);
            Run(new MembershipInput.Peer(_speech is null ? m : PeerSpeech.Of(Senders.AddressOf(Sender), m)));
        });
    }

    /// <summary>What people may want to know; nothing follows from it.</summary>
    private void Note(IPeer message)
    {
        if (message is Pong pong)
            _links.Answered(pong.From, pong.Number);
        else if (message is ReachabilityReport report && _core.Roster.Has(report.From))
            _sights.Said(new MemberWord(report.From, report.Unreachable, report.Heard, _time.GetTimestamp()));
    }

    private void Refuse(IPeer message)
    {
        if (_speech!.Refused(Senders.AddressOf(Sender)))
            _log.Warning("Not taken from {Peer}: {Message} in another node's name", Sender.Path.Address, message.GetType().Name);
    }

    private void ReceiveFromNode()
    {
        Receive<Follow>(_ => OnFollow());
        Receive<DoorsOpened>(m => Run(new MembershipInput.DoorsOpened(m.Doors)));
        Receive<Refused>(m => Run(new MembershipInput.Accused(m.Owner, m.Evidence)));
        Receive<Heard>(m => Run(new MembershipInput.Heard(m.Owner)));
        Receive<Leave>(m => Order("leave", m.Address, _adapters.Cluster.Leave));
        Receive<Down>(m => Order("down", m.Address, _adapters.Cluster.Down));
    }

    private void OnFollow()
    {
        foreach (var member in _core.Told())
        {
            Sender.Tell(new MemberUp(member, _links.ContactOf(member.Owner)), Self);
            if (!member.IsSelf && _core.Roster.IsLeaving(member.Owner))
                Sender.Tell(new MemberLeaving(member.Owner), Self);
            if (member.Standing is Standing.Confirmed)
                continue;
            var cause = member.Standing is Standing.Unreachable ? Causes.Unreachable : Causes.LinkBroken;
            Sender.Tell(
                new StandingChanged(member.Owner, member.Standing, new(cause, _core.Self.Address, "known before")), Self);
        }
    }

    private void Order(string order, string address, Action<string> perform)
    {
        if (!_core.Roster.Owners.Any(m => m.Address == address))
        {
            Sender.Tell(new UnknownMember(address), Self);
            return;
        }

        _log.Info("Ordered for {Address}: {Order}", address, order);
        perform(address);
        Sender.Tell(new Ordered(address), Self);
    }

    private void Run(MembershipInput input)
    {
        var (now, before) = (Now, _core.Evidence.Standings);
        (_core, var effects) = _core.Step(input, now);
        foreach (var effect in effects)
            Perform(effect);
        if (ReferenceEquals(_core.Evidence.Standings, before) && input is not (MembershipInput.Tick or MembershipInput.Due))
            return;
        if (_core.DueIn(now) is { } delay)
            Timers.StartSingleTimer(nameof(Due), Due.Instance, delay);
        else
            Timers.Cancel(nameof(Due));
    }

    private void Perform(MembershipEffect effect)
    {
        switch (effect)
        {
            case MembershipEffect.Connect connect:
                _links.Add(connect.Owner);
                break;
            case MembershipEffect.Disconnect disconnect:
                _links.Remove(disconnect.Owner);
                break;
            case MembershipEffect.Tell tell:
                _links.Tell(tell.To, tell.Message);
                break;
            case MembershipEffect.Contact contact:
                _links.Heard(contact.Owner);
                break;
            case MembershipEffect.Up up:
                Publish(new MemberUp(up.Member, _links.ContactOf(up.Member.Owner)));
                break;
            case MembershipEffect.Named { Member: var member }:
                _log.Info("{Member} joined as {Name}", member.Owner, member.Name);
                break;
            case MembershipEffect.SameName { Member: var member, Other: var other }:
                _log.Warning(
                    "{Member} and {Other} are both called {Name}: doors that know nodes by their names show them as one", member.Owner, other.Owner, member.Name);
                break;
            case MembershipEffect.Leaving leaving:
                Publish(new MemberLeaving(leaving.Owner));
                break;
            case MembershipEffect.Removed removed:
                Publish(new MemberRemoved(removed.Owner, removed.Evidence));
                _log.Info("{Member} is no member any more: {Evidence}", removed.Owner, removed.Evidence.Detail);
                break;
            case MembershipEffect.Stands stands:
                var (owner, standing, evidence) = (stands.Owner, stands.Standing, stands.Evidence);
                _log.Info("{Member} is {Standing}: {Evidence}, says {Observer}", owner, standing, evidence.Detail, evidence.Observer);
                _sights.Stands(owner, evidence);
                Publish(new StandingChanged(owner, standing, evidence));
                break;
            case MembershipEffect.Show show:
                _published.Publish(show.Members);
                break;
            case MembershipEffect.Freeze:
                _published.End(_time.GetTimestamp());
                break;
            case MembershipEffect.Situation situation:
                _join.Tell(situation.Message);
                break;
            case MembershipEffect.Report { Message: var report }:
                if (((report as MembershipReport.MustRejoin)?.Reason ?? (report as MembershipReport.Left)?.Reason) is { } end)
                    _log.Warning("This incarnation ends: {Reason}", end);
                _report(report);
                break;
            case MembershipEffect.Probe probe:
                _adapters.Probe.TryAsync(probe.Owner.Address).PipeTo(Self, success: state => new Probed(probe.Owner, state));
                break;
            case MembershipEffect.Down down:
                _log.Warning("Removing {Member}: {Reason}", down.Owner, down.Reason);
                _adapters.Cluster.Down(down.Owner.Address);
                break;
            case MembershipEffect.DownReason reason:
                _log.Debug("Removing {Members}: {Reason}", reason.Members, reason.Reason);
                break;
            case MembershipEffect.DoubtSelf doubt:
                _log.Warning("This node judges nobody for a while: {Reason}", doubt.Why);
                break;
        }
    }

    private void Publish(object message)
    {
        foreach (var follower in _followers)
            follower.Tell(message, Self);
    }

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Due : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Due Instance = new();
    }

    private sealed record Probed(Owner Owner, PortState State) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
