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
    internal FleetGateway(IActorRef actor, OverlayParts parts) => (Actor, Parts) = (actor, parts);

    public IActorRef Actor { get; }

    internal OverlayParts Parts { get; }

    public NodeId MeshId => Parts.Identity.Credential.MeshId;

    public string MeshName => Parts.Identity.Credential.Mesh.Name;

    public NodeId NodeId => Parts.Identity.Credential.NodeId;

    public KadAddress Address => Parts.Memory.Self?.Address ?? default;

    public bool IsOpen => Parts.Memory.Self is not null;

    public int Contacts => Parts.Memory.Figures.Contacts;

    /// <summary>Null until it has entered the overlay.</summary>
    public OverlayEntry? Entry => Parts.Memory.Figures.Entry;

    public long Requests => Parts.Memory.Figures.Counters.RequestsSent;

    public long Refused => Parts.Memory.Gate.Refused;

    public long Malformed => Parts.Memory.Gate.Malformed;

    /// <summary>Questions of this gateway, answers to them and questions of others by what carried them.</summary>
    public GateCounters Gate => Parts.Memory.Gate;

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

    public void KeepPort(int port) => Parts.Memory.Port = (ushort)port;

    public Task<CallReply> ReceiveAsync(
        KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram, CancellationToken cancellation = default) =>
        Parts.Memory.Calls is { } calls
            ? calls(peer, certified, datagram).WaitAsync(Patience.Limit, cancellation)
            : Task.FromResult<CallReply>(new CallReply.Failed(CallFault.Unavailable, "the gateway does not listen"));

    public async Task<GatewayStatus> StatusAsync() => (GatewayStatus)await Actor.Ask<object>(GetStatus.Instance, Patience.Limit);
}
