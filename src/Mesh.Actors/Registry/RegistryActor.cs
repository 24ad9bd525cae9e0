using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Membership;
using Mesh.Options;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>
/// The registry of one node, child of /user/mesh. It owns the node's registrations and the merged view: decides
/// commands, takes in what other nodes wrote, and publishes the snapshot. What a mailbox holds is decided first and
/// published in one flush; answers go out after it, so that who got an answer sees its effect.
/// <para>
/// A restart loses the open confirmations, the subscriptions and the explain ring; the node's registrations and the
/// buckets are in the hub and taken up again, members are asked for, and subscribers that watch the registry subscribe
/// anew.
/// </para>
/// </summary>
public sealed partial class RegistryActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly MeshHub _hub;
    private readonly Owner _self;
    private readonly SelectionContext _selection;
    private readonly TimeProvider _time;
    private readonly RegistryPeers _peers;
    private readonly int _buckets;
    private readonly RegistryCore _core;
    private readonly Confirmations _confirmations = new();
    private readonly Subscriptions<IActorRef> _subscriptions = new();
    private readonly List<(IActorRef To, Func<long, object> Reply)> _replies = [];
    private readonly List<(IActorRef To, Decision.Confirm Wanted)> _confirms = [];
    private readonly List<(Owner Origin, long Number)> _acks = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ImmutableDictionary<Owner, OwnerContact> _contacts = ImmutableDictionary<Owner, OwnerContact>.Empty;
    private PolicyTable _replicatedPolicies;
    private long _revision;
    private long _number;
    private bool _flushing;
    private bool _isWarm;

    public RegistryActor(
        MeshHub hub, Owner self, SelectionContext selection, TimeProvider time, MeshOptions options, RegistryPeers peers)
    {
        _hub = hub;
        _self = self;
        _selection = selection;
        _time = time;
        _peers = peers;
        _buckets = options.Buckets;
        var isNew = hub.IsNew(self);
        var view = new CatalogView(self, hub.BucketsOf(self, options.Buckets), hub.Snapshot, hold: isNew);
        view.MergePolicies(hub.Policies);
        _replicatedPolicies = PolicyTable.Empty;
        _core = new RegistryCore(self, view, hub.Book, time.GetUtcNow());
        _revision = hub.Snapshot.Revision;
        ReceiveCommands();
        ReceiveQueries();
        ReceiveFromSiblings();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        MeshHub hub, Owner self, SelectionContext selection, TimeProvider time, MeshOptions options, RegistryPeers peers) =>
        Akka.Actor.Props.Create(() => new RegistryActor(hub, self, selection, time, options, peers));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickInterval);
        _peers.Membership.Tell(MembershipProtocol.Follow.Instance, Self);
        RequestFlush();
    }

    private TimeSpan Now => _time.GetElapsedTime(0);

    private void ReceiveFromSiblings()
    {
        Receive<HeartbeatProtocol.HealthChanged>(m => Then(() => _core.HealthChanged(m, _time.GetUtcNow())));
        Receive<HeartbeatProtocol.CheckChanged>(m => Then(() => _core.CheckChanged(m, _time.GetUtcNow())));
        Receive<HeartbeatProtocol.Lapsed>(m => Then(() => _core.Lapsed(m, _time.GetUtcNow())));
        Receive<ReplicationProtocol.Arrived>(On);
        Receive<ReplicationProtocol.PushAck>(m => Complete(_confirmations.Acknowledge(m.By, m.AckNumber)));
        Receive<ReplicationProtocol.Warmed>(_ => OnWarmed());
        Receive<MembershipProtocol.MemberUp>(m => On(m.Member, m.Contact));
        Receive<MembershipProtocol.StandingChanged>(On);
        Receive<MembershipProtocol.MemberRemoved>(On);
        Receive<Tick>(_ => OnTick());
        Receive<Flush>(_ => OnFlush());
        Receive<Terminated>(m => _subscriptions.Remove(m.ActorRef));
    }

    private void On(MeshMember member, OwnerContact contact)
    {
        if (member.IsSelf)
            return;
        _contacts = _contacts.SetItem(member.Owner, contact);
        Then(() => _core.SetMember(member.Owner, member.Standing, null, _time.GetUtcNow()));
    }

    private void On(MembershipProtocol.StandingChanged change)
    {
        Then(() => _core.SetMember(change.Owner, change.Standing, change.Evidence, _time.GetUtcNow()));
        if (change.Standing is not Standing.Confirmed)
            Complete(_confirmations.Excuse(change.Owner));
    }

    private void On(MembershipProtocol.MemberRemoved removed)
    {
        _contacts = _contacts.Remove(removed.Owner);
        _core.RemoveMember(removed.Owner, removed.Evidence, Now, _time.GetUtcNow());
        RequestFlush();
        Complete(_confirmations.Remove(removed.Owner));
    }

    private void On(ReplicationProtocol.Arrived arrived)
    {
        foreach (var part in arrived.Parts)
            _core.View.Merge(part);
        _core.View.MergePolicies(arrived.Policies);
        if (arrived is { From: { } origin, AckNumber: not 0 })
            _acks.Add((origin, arrived.AckNumber));
        if (_core.View.HasWork || _acks.Count > 0)
            RequestFlush();
    }

    private void OnWarmed()
    {
        _isWarm = true;
        _core.View.Release();
        OnFlush();
        SayReady();
    }

    private void SayReady() => _hub.State = new MeshState(MeshPhase.Ready, "every bucket is here");

    private void OnTick()
    {
        var now = Now;
        Complete(_confirmations.Expire(now));
        foreach (var open in _confirmations.Open)
            _peers.Replication.Tell(new ReplicationProtocol.PushAgain(open.Parts, open.Number, [.. open.Unconfirmed]), Self);
        // The report of the join may come after the last bucket and say warming once more.
        if (_isWarm && _hub.State.Phase is MeshPhase.Warming)
            SayReady();
        _core.AdoptOrphans(now, _time.GetUtcNow());
        _hub.OwnerlessEntries = _core.View.OwnerlessEntries;
        if (_core.View.HasWork)
            RequestFlush();
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
        _core.FollowAliases(_time.GetUtcNow());
        var flush = _core.View.Flush(RevisionClock.Next(_revision), _selection);
        _core.Witness(flush, _time.GetUtcNow());
        _core.YieldLostClaims(flush.Changes.Select(c => c.Instance!.Instance.Key), _time.GetUtcNow());
        var orders = _core.TakeHeartbeatOrders();
        // Before the view that goes with them: whoever reads that one reads these too.
        foreach (var update in orders.OfType<HeartbeatProtocol.UpdateCheck>())
            _hub.Checks.Put(update.Key, update.CheckId, update.Status, update.Output, _time.GetUtcNow());
        Publish(flush);
        Replicate();
        foreach (var order in orders)
            _peers.Heartbeats.Tell(order, Self);
        Answer();
        if (_core.View.HasWork)
            RequestFlush();
    }

    private void Publish(CatalogFlush flush)
    {
        _hub.Book = _core.Book;
        _hub.Policies = _core.View.Policies;
        if (!flush.IsEmpty)
            _revision = RevisionClock.Next(_revision);
        if (flush.IsEmpty && ReferenceEquals(_contacts, _hub.Snapshot.Contacts))
            return;
        _hub.Publish(new CatalogSnapshot(_revision, flush.Services, _contacts), flush.Changes);
        foreach (var (to, changes) in _subscriptions.Share(flush.Changes))
            to.Tell(new Changed(_revision, changes), Self);
    }

    private void Replicate()
    {
        var parts = _core.View.TakeWritten();
        var number = _confirms.Count == 0 ? 0 : ++_number;
        var policies = ReferenceEquals(_core.View.Policies, _replicatedPolicies) ? PolicyTable.Empty : _core.View.Policies;
        _replicatedPolicies = _core.View.Policies;
        if (!parts.IsEmpty || policies.Entries.Count > 0 || number != 0)
            _peers.Replication.Tell(new ReplicationProtocol.Replicate(parts, policies, number), Self);
        foreach (var (to, wanted) in _confirms)
            Await(to, wanted, number, parts);
        _confirms.Clear();
    }

    private void Await(IActorRef to, Decision.Confirm wanted, long number, ImmutableArray<BucketPart> parts)
    {
        var others = _core.View.Members.Keys.Where(m => m != _self).ToImmutableHashSet();
        var isExcusing = wanted.Quorum is Quorum.Reachable;
        var required = wanted.Quorum is Quorum.Majority ? (others.Count + 1) / 2 : others.Count;
        var confirmation = new Confirmation(
            number,
            parts,
            others,
            ImmutableHashSet<Owner>.Empty,
            required,
            isExcusing ? ImmutableHashSet<Owner>.Empty : null,
            Now + wanted.Deadline,
            c => to.Tell(wanted.Reply(c, _revision), Self));
        foreach (var silent in others.Where(o => _core.View.Members[o] is not Standing.Confirmed))
            confirmation = confirmation.Excuse(silent);
        if (!_confirmations.Add(confirmation))
            confirmation.Complete(confirmation);
    }

    private static void Complete(IReadOnlyList<Confirmation> ended)
    {
        foreach (var confirmation in ended)
            confirmation.Complete(confirmation);
    }

    private void Answer()
    {
        foreach (var (to, reply) in _replies)
            to.Tell(reply(_revision), Self);
        _replies.Clear();
        foreach (var (origin, number) in _acks)
            RegistryOf(origin).Tell(new ReplicationProtocol.PushAck(_self, number), Self);
        _acks.Clear();
    }

    private ActorSelection RegistryOf(Owner owner) =>
        Context.PeerSelection(owner, MeshNames.RegistryPath);

    private sealed record Tick : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
