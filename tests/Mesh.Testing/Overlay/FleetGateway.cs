using Akka.Actor;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Testing.Overlay;

/// <summary>One gateway of a fleet, and what its node would ask it.</summary>
public sealed class FleetGateway : IOverlayCalls
{
    internal FleetGateway(IActorRef actor, OverlaySetup parts) => (Actor, Parts) = (actor, parts);

    public IActorRef Actor { get; }

    internal OverlaySetup Parts { get; }

    public NodeId MeshId => Parts.Identity.Credential.MeshId;

    public string MeshName => Parts.Identity.Credential.Mesh.Name;

    public NodeId NodeId => Parts.Identity.Credential.NodeId;

    public KadAddress Address => Parts.Presence.Self?.Address ?? default;

    public bool IsOpen => Parts.Presence.Self is not null;

    public int Contacts => Parts.Presence.Figures.Contacts;

    /// <summary>Null until it has entered the overlay.</summary>
    public OverlayEntry? Entry => Parts.Presence.Figures.Entry;

    public long Requests => Parts.Presence.Figures.Counters.RequestsSent;

    public long Refused => Parts.Presence.Gate.Refused;

    public long Malformed => Parts.Presence.Gate.Malformed;

    /// <summary>Questions of this gateway, answers to them and questions of others by what carried them.</summary>
    public GateCounters Gate => Parts.Presence.Gate;

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

    public void KeepPort(int port) => Parts.Presence.Port = (ushort)port;

    public Task<CallReply> ReceiveAsync(
        KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram, CancellationToken cancellation = default) =>
        Parts.Presence.Calls is { } calls
            ? calls(peer, certified, datagram).WaitAsync(Patience.Limit, cancellation)
            : Task.FromResult<CallReply>(new CallReply.Failed(CallFault.Unavailable, "the gateway does not listen"));

    public async Task<GatewayStatus> StatusAsync() => (GatewayStatus)await Actor.Ask<object>(GetStatus.Instance, Patience.Limit);
}
