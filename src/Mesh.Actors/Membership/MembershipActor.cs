using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Views;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

/// <summary>
/// Knows who is in the mesh and how each of them stands: joins, follows the cluster and the links, spreads and checks
/// evidence, removes the dead, and tells the registry and replication of its node.
/// <para>
/// /user/mesh/membership, child of the guardian. A restart loses standings and introductions: the cluster tells the
/// members anew, who greet again; doubts come back with the next evidence.
/// </para>
/// </summary>
internal sealed partial class MembershipActor : ReceiveActor, IWithTimers
{
    private readonly MembershipSettings _settings;
    private readonly MembershipPorts _ports;
    private readonly ICanTell[] _followers;
    private readonly PublishedMembers _published;
    private readonly Action<MembershipReport> _report;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly long _startedAt;
    private readonly Owner _self;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Owner, MemberEntry> _members = [];
    private ImmutableArray<SeenMember> _oldestFirst = [];
    private IActorRef _join = ActorRefs.Nobody;
    private StandingTable _standings = StandingTable.Empty;
    private SelfDoubt _doubt;
    private bool _wasUp;
    private bool _ended;
    private bool _hasChanged;

    public MembershipActor(
        MembershipSettings settings,
        MembershipPorts ports,
        IReadOnlyList<ICanTell> followers,
        PublishedMembers published,
        Action<MembershipReport> report,
        TimeProvider time)
    {
        _settings = settings;
        _ports = ports;
        _followers = [.. followers];
        _published = published;
        _report = report;
        _time = time;
        _origin = time.GetTimestamp();
        _startedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        _self = ports.Cluster.Self;
        _doubt = SelfDoubt.Start(TimeSpan.Zero);
        _stable = StableSince.Start(TimeSpan.Zero);
        ReceiveFromCluster();
        ReceiveFromNode();
        ReceiveFromPeers();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <param name="system">Its cluster is the one that is followed.</param>
    /// <param name="published">Where everybody else reads who the members are.</param>
    /// <param name="report">Called on the actor's thread; must not block.</param>
    public static Props Props(
        MembershipSettings settings,
        ActorSystem system,
        IReadOnlyList<ICanTell> followers,
        PublishedMembers published,
        Action<MembershipReport> report,
        TimeProvider time)
    {
        var cluster = new AkkaCluster(system);
        var ports = new MembershipPorts(cluster, cluster, new TcpPortProbe(time), new DnsSeedResolver(time));
        return Props(settings, ports, followers, published, report, time);
    }

    public static Props Props(
        MembershipSettings settings,
        MembershipPorts ports,
        IReadOnlyList<ICanTell> followers,
        PublishedMembers published,
        Action<MembershipReport> report,
        TimeProvider time) =>
        Akka.Actor.Props.Create(() => new MembershipActor(settings, ports, followers, published, report, time));

    protected override void PreStart()
    {
        if (_ports.Cluster.Events(Self) is { } events)
            Context.ActorOf(events, "events");
        _join = Context.ActorOf(JoinActor.Props(_settings, _ports, _report, _time), "join");
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, SelfDoubt.Interval);
    }

    protected override void PreRestart(Exception reason, object message)
    {
        Finish();
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        if (_ended)
            return;
        Finish();
        _report(new MembershipReport.MustRejoin("its ActorSystem has stopped", [], CanLeave: false));
    }

    /// <summary>After a pause the mailbox is read before the timer comes: each message finds out.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        var now = Now;
        var before = _doubt;
        _doubt = _doubt.Observe(now);
        NoteSelfDoubt(before, now);
        var isHandled = base.AroundReceive(receive, message);
        if (!_ended)
            PublishView();
        return isHandled;
    }

    /// <summary>A list without this node is of no mesh that it is in: until it is in one the view stays what it was.</summary>
    private void PublishView()
    {
        if (_hasChanged && _members.ContainsKey(_self))
            _published.Publish([.. OldestFirst().Select(View)]);
        _hasChanged = false;
    }

    /// <summary>The last view of a node that ends is kept as it was: lookups go on from it.</summary>
    private void Finish()
    {
        PublishView();
        _ended = true;
        _published.End(_time.GetTimestamp());
    }

    private void ReceiveFromCluster()
    {
        Receive<ClusterSays.Members>(On);
        Receive<ClusterSays.Gone>(On);
        Receive<ClusterSays.LinkUp>(On);
        Receive<ClusterSays.LinkDown>(On);
        Receive<ClusterSays.Ended>(_ => End("its cluster has shut down", null));
        Receive<ClusterSays.Quarantined>(m => End($"{m.By} does not let this incarnation in any more (quarantined)", m.By));
    }

    private void On(ClusterSays.Members message)
    {
        if (_ended)
            return;
        _hasChanged = true;
        _oldestFirst = message.OldestFirst;
        foreach (var seen in message.OldestFirst)
        {
            if (!_members.TryGetValue(seen.Owner, out var entry))
                entry = Add(seen);
            var before = entry.Seen;
            entry.Seen = seen;
            if (seen.Owner != _self)
                Follow(entry, before);
            Announce(entry);
        }

        foreach (var missing in _members.Keys.Except(message.OldestFirst.Select(m => m.Owner)).Where(m => m != _self).ToArray())
            Remove(missing, new(Causes.MemberRemoved, _self.Address, "it is no member any more"));
        Consider();
        ShowSelf();
        TellSituation();
    }

    private MemberEntry Add(SeenMember seen)
    {
        var entry = new MemberEntry(
            seen, new OwnerContact(_time.GetTimestamp()), _ports.Peers.MembershipAt(seen.Owner.Address));
        _members.Add(seen.Owner, entry);
        if (seen.Owner == _self)
        {
            entry.Hello = MyHello;
            return entry;
        }

        _standings = _standings.Add(seen.Owner);
        entry.Peer.Tell(MyHello, Self);
        TellOthers();
        return entry;
    }

    /// <summary>To the registry and replication.</summary>
    private void Announce(MemberEntry entry)
    {
        if (entry.Told || !entry.IsUp)
            return;
        entry.Told = true;
        Publish(new MemberUp(View(entry), entry.Contact));
    }

    private void On(ClusterSays.Gone gone)
    {
        if (gone.Owner == _self)
        {
            if (!gone.InOrder)
                End("the others removed this node", null);
            return;
        }

        if (_ended)
            return;
        Remove(gone.Owner, RemovalEvidence(gone));
        TellSituation();
    }

    private Evidence RemovalEvidence(ClusterSays.Gone gone)
    {
        if (gone.InOrder)
            return new(Causes.MemberLeft, _self.Address, "it left in order");
        return _successors.Contains(gone.Owner)
            ? new(Causes.NodeRestarted, _self.Address, "a new incarnation has its address")
            : new(Causes.MemberRemoved, _self.Address, "it was removed as dead");
    }

    private void Remove(Owner owner, Evidence evidence)
    {
        if (!_members.Remove(owner))
            return;
        _standings = _standings.Remove(owner);
        _dead = _dead.Remove(owner);
        _successors.Remove(owner);
        _sights.Remove(owner);
        _oldestFirst = _oldestFirst.RemoveAll(m => m.Owner == owner);
        _hasChanged = true;
        Publish(new MemberRemoved(owner, evidence));
        _log.Info("{Member} is no member any more: {Evidence}", owner, evidence.Detail);
        TellOthers();
    }

    private void ShowSelf()
    {
        if (!_members.TryGetValue(_self, out var self))
            return;
        if (self.Seen.Phase is MemberPhase.Up or MemberPhase.WeaklyUp && !_wasUp)
        {
            _wasUp = true;
            _report(new MembershipReport.Joined($"member of mesh '{_settings.Terms.MeshName}' with {_members.Count} nodes"));
        }
        else if (self.Seen.Phase is MemberPhase.Leaving or MemberPhase.Exiting && !_ended)
        {
            Finish();
            _report(new MembershipReport.Leaving("this node was told to leave the mesh"));
        }
        else if (self.Seen.Phase is MemberPhase.Down)
        {
            End("the others declared this node dead", null);
        }
    }

    private void End(string reason, string? contact)
    {
        if (_ended)
            return;
        Finish();
        _log.Warning("This incarnation ends: {Reason}", reason);
        ValueList<string> contacts = contact is null ? [] : [contact];
        _report(new MembershipReport.MustRejoin(reason, contacts, CanLeave: false));
    }

    private void TellSituation()
    {
        var reachable = _oldestFirst.Where(m => !m.Unreachable && m.Phase is not MemberPhase.Down).ToArray();
        var oldest = reachable.FirstOrDefault();
        var island = oldest is null || !_members.ContainsKey(_self)
            ? null
            : new Island(reachable.Length, oldest.Owner, _members[oldest.Owner].Hello?.StartedAt ?? long.MaxValue);
        _join.Tell(new JoinSays.Situation(
            island, [.. _members.Keys], [.. reachable.Select(m => m.Owner.Address)]));
    }

    private void TellOthers() => _report(new MembershipReport.Others(
        ValueList.From(_members.Keys.Where(m => m != _self).Select(m => m.Address).Order(StringComparer.Ordinal))));

    private MeshMember View(MemberEntry entry) =>
        entry.View(_standings.StandingOf(entry.Seen.Owner), entry.Seen.Owner == _self);

    private void Publish(object message)
    {
        foreach (var follower in _followers)
            follower.Tell(message, Self);
    }

    private Hello MyHello => new(_self, _settings.NodeName, _settings.Zone, _settings.Version, _startedAt);

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Due : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Due Instance = new();
    }
}
