using Akka.Actor;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Testing.Overlay;

/// <summary>One gateway of a fleet, and what its node would ask it.</summary>
internal sealed class FleetGateway : IOverlayCalls
{
    internal FleetGateway(IActorRef actor, OverlaySetup setup) => (Actor, Setup) = (actor, setup);

    public IActorRef Actor { get; }

    internal OverlaySetup Setup { get; }

    public NodeId MeshId => Setup.Identity.Credential.MeshId;

    public string MeshName => Setup.Identity.Credential.Mesh.Name;

    public NodeId NodeId => Setup.Identity.Credential.NodeId;

    public KadAddress Address => Setup.Presence.Self?.Address ?? default;

    public bool IsOpen => Setup.Presence.Self is not null;

    public int Contacts => Setup.Presence.Figures.Contacts;

    /// <summary>Null until it has entered the overlay.</summary>
    public OverlayEntry? Entry => Setup.Presence.Figures.Entry;

    public long Requests => Setup.Presence.Figures.Counters.RequestsSent;

    public long Refused => Setup.Presence.Gate.Refused;

    public long Malformed => Setup.Presence.Gate.Malformed;

    /// <summary>Questions of this gateway, answers to them and questions of others by what carried them.</summary>
    public GateCounters Gate => Setup.Presence.Gate;

    /// <summary>A locator that names this gateway.</summary>
    public MeshLocator Locator => new(1, 0, [new GatewayEndpoint(Address, "", 1)]);

    public Task<object> PublishAsync(OverlaySubject subject, MeshLocator? locator = null) =>
        Actor.Ask<object>(new Publish(subject, locator ?? Locator), Patience.Limit);

    public Task<object> WithdrawAsync(OverlaySubject subject) => Actor.Ask<object>(new Withdraw(subject), Patience.Limit);

    public Task<object> FindAsync(OverlaySubject subject, FindMode mode, TimeSpan deadline) =>
        Actor.Ask<object>(new Find(subject, mode, deadline), Patience.Limit);

    public Task<object> FindPeersAsync(NodeId target) => Actor.Ask<object>(new FindPeers(target), Patience.Limit);

    public Task<object> PingAsync(KadAddress address) => Actor.Ask<object>(new Ping(address), Patience.Limit);

    public Task<object> LeaveAsync(bool isLast) => Actor.Ask<object>(new Leave(isLast), Patience.Limit);

    public void KeepPort(int port) => Setup.Presence.Port = (ushort)port;

    public Task<CallReply> ReceiveAsync(
        KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram, CancellationToken cancellation = default) =>
        Setup.Presence.Calls is { } calls
            ? calls(peer, certified, datagram).WaitAsync(Patience.Limit, cancellation)
            : Task.FromResult<CallReply>(new CallReply.Failed(CallFault.Unavailable, "the gateway does not listen"));

    public async Task<GatewayStatus> StatusAsync() => (GatewayStatus)await Actor.Ask<object>(GetStatus.Instance, Patience.Limit);
}
