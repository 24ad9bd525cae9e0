using Akka.Actor;
using Mesh.Federation;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Transport;
using static Mesh.Kademlia.KademliaProtocol;

namespace Mesh.Testing.Overlay;

/// <summary>One gateway of a fleet, and what its node would ask it.</summary>
public sealed class FleetGateway : IOverlayCalls
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(35);

    private readonly OverlayParts _parts;

    internal FleetGateway(IActorRef actor, OverlayParts parts) => (Actor, _parts) = (actor, parts);

    public IActorRef Actor { get; }

    public NodeId MeshId => _parts.Identity.Credential.MeshId;

    public string MeshName => _parts.Identity.Credential.Mesh.Name;

    public NodeId NodeId => _parts.Identity.Credential.NodeId;

    public KadAddress Address => _parts.Memory.Self?.Address ?? default;

    public bool IsOpen => _parts.Memory.Self is not null;

    public int Contacts => _parts.Memory.Figures.Contacts;

    /// <summary>Null until it has entered the overlay.</summary>
    public OverlayEntry? Entry => _parts.Memory.Figures.Entry;

    public long Requests => _parts.Memory.Figures.RequestsSent;

    public long Refused => _parts.Memory.Gate.Refused;

    public long Malformed => _parts.Memory.Gate.Malformed;

    /// <summary>Questions of this gateway, answers to them and questions of others by what carried them.</summary>
    public GateCounters Gate => _parts.Memory.Gate;

    /// <summary>A locator that names this gateway.</summary>
    public MeshLocator Locator => new(1, 0, [new GatewayEndpoint(Address, "", 1)]);

    public Task<object> PublishAsync(OverlaySubject subject, MeshLocator? locator = null) =>
        Actor.Ask<object>(new Publish(subject, locator ?? Locator), Limit);

    public Task<object> WithdrawAsync(OverlaySubject subject) => Actor.Ask<object>(new Withdraw(subject), Limit);

    public Task<object> FindAsync(OverlaySubject subject, FindMode mode, TimeSpan deadline) =>
        Actor.Ask<object>(new Find(subject, mode, deadline), Limit);

    public Task<object> FindPeersAsync(NodeId target) => Actor.Ask<object>(new FindPeers(target), Limit);

    public Task<object> PingAsync(KadAddress address) => Actor.Ask<object>(new Ping(address), Limit);

    public Task<object> LeaveAsync(bool isLast) => Actor.Ask<object>(new Leave(isLast), Limit);

    public void KeepPort(int port) => _parts.Memory.Port = (ushort)port;

    public Task<CallReply> ReceiveAsync(
        KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram, CancellationToken cancellation = default) =>
        _parts.Memory.Calls is { } calls
            ? calls(peer, certified, datagram).WaitAsync(Limit, cancellation)
            : Task.FromResult<CallReply>(new CallReply.Failed(CallFault.Unavailable, "the gateway does not listen"));

    public async Task<GatewayStatus> StatusAsync() => (GatewayStatus)await Actor.Ask<object>(GetStatus.Instance, Limit);
}
