using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Mesh.Catalog;
using Mesh.Membership.Liveness;
using static Akka.Cluster.ClusterEvent;

namespace Mesh.Membership;

/// <summary>
/// Translates what Akka's cluster and remoting say into <see cref="ClusterProtocol"/>. Child of membership. A restart
/// subscribes anew and gets the present state; a member that went meanwhile is missing in the next Members.
/// </summary>
internal sealed class ClusterEventsActor : ReceiveActor
{
    private readonly IActorRef _membership;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<UniqueAddress, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];

    public ClusterEventsActor(IActorRef membership)
    {
        _membership = membership;
        Receive<CurrentClusterState>(On);
        Receive<MemberRemoved>(On);
        Receive<IMemberEvent>(m => Changed(m.Member));
        Receive<UnreachableMember>(m => Reachability(m.Member, reachable: false));
        Receive<ReachableMember>(m => Reachability(m.Member, reachable: true));
        Receive<AssociatedEvent>(m => Link(m.RemoteAddress, a => new ClusterProtocol.LinkUp(a)));
        Receive<DisassociatedEvent>(m => Link(m.RemoteAddress, a => new ClusterProtocol.LinkDown(a)));
        Receive<ThisActorSystemQuarantinedEvent>(m => Link(m.RemoteAddress, a => new ClusterProtocol.Quarantined(a)));
    }

    public static Props Props(IActorRef membership) =>
        Akka.Actor.Props.Create(() => new ClusterEventsActor(membership));

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self, SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(IMemberEvent), typeof(IReachabilityEvent));
        foreach (var type in (Type[])[typeof(AssociatedEvent), typeof(DisassociatedEvent), typeof(ThisActorSystemQuarantinedEvent)])
            Context.System.EventStream.Subscribe(Self, type);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    private void On(CurrentClusterState state)
    {
        foreach (var member in state.Members)
            _members[member.UniqueAddress] = member;
        _unreachable.UnionWith(state.Unreachable.Select(m => m.UniqueAddress));
        TellMembers();
    }

    private void On(MemberRemoved removed)
    {
        // A cluster that shuts down says of every member that it was removed. The node's last view is to outlive that.
        if (_cluster.IsTerminated)
        {
            _membership.Tell(ClusterProtocol.Ended.Instance);
            return;
        }

        _members.Remove(removed.Member.UniqueAddress);
        _unreachable.Remove(removed.Member.UniqueAddress);
        _membership.Tell(new ClusterProtocol.Gone(
            OwnerAddress.Of(removed.Member.UniqueAddress), removed.PreviousStatus is MemberStatus.Exiting));
        TellMembers();
    }

    private void Changed(Member member)
    {
        _members[member.UniqueAddress] = member;
        TellMembers();
    }

    private void Reachability(Member member, bool reachable)
    {
        if (!_members.ContainsKey(member.UniqueAddress))
            return;
        if (reachable ? _unreachable.Remove(member.UniqueAddress) : _unreachable.Add(member.UniqueAddress))
            TellMembers();
    }

    private void Link(Address? remote, Func<string, object> message)
    {
        // An inbound link that broke before its handshake has no address.
        if (remote is { Host.Length: > 0, Port: not null } && remote.System == _cluster.SelfAddress.System)
            _membership.Tell(message(OwnerAddress.Text(remote)));
    }

    private void TellMembers() => _membership.Tell(new ClusterProtocol.Members(
        [.. _members.Values.Order(Member.AgeOrdering).Select(Seen)]));

    private SeenMember Seen(Member member) => new(
        OwnerAddress.Of(member.UniqueAddress),
        Phase(member.Status),
        _unreachable.Contains(member.UniqueAddress),
        ValueList.From(member.Roles.Order(StringComparer.Ordinal)));

    private static MemberPhase Phase(MemberStatus status) => status switch
    {
        MemberStatus.Joining => MemberPhase.Joining,
        MemberStatus.WeaklyUp => MemberPhase.WeaklyUp,
        MemberStatus.Up => MemberPhase.Up,
        MemberStatus.Leaving => MemberPhase.Leaving,
        MemberStatus.Exiting => MemberPhase.Exiting,
        _ => MemberPhase.Down,
    };
}
