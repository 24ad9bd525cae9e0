using Mesh.Catalog;
using Mesh.Federation.Transport;
using Mesh.Hosting;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>Asks this node's gateway actor.</summary>
internal sealed class FederationOverlay(IMeshTransport transport, OverlaySource source, TimeProvider time) : IFederationOverlay, IOverlayInspector, IOverlayCalls
{
    /// <summary>A publication is a lookup and one write to each of its k peers, and may go on to a second key.</summary>
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(30);

    /// <summary>How much later than its deadline the answer to a search may come.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>An asker gives up after a second.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StatusLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(15);

    public OverlaySelf? Self => source.Setup?.Presence.Self;

    public async Task<IPublishReply> PublishAsync(
        OverlaySubject subject, MeshLocator locator, CancellationToken cancellation = default) =>
        await AskAsync(new Publish(subject, locator), PublishLimit, cancellation) as IPublishReply ?? NoAnswer;

    public async Task<IPublishReply> WithdrawAsync(OverlaySubject subject, CancellationToken cancellation = default) =>
        await AskAsync(new Withdraw(subject), PublishLimit, cancellation) as IPublishReply ?? NoAnswer;

    public async Task<IFindReply> FindAsync(
        OverlaySubject subject, FindMode mode, TimeSpan deadline, CancellationToken cancellation = default) =>
        await AskAsync(new Find(subject, mode, deadline), deadline + Slack, cancellation) as IFindReply ?? NoAnswer;

    public async Task<IPeersReply> FindPeersAsync(NodeId target, CancellationToken cancellation = default) =>
        await AskAsync(new FindPeers(target), LookupLimit, cancellation) as IPeersReply ?? NoAnswer;

    public async Task<IPingReply> PingAsync(KadAddress address, CancellationToken cancellation = default) =>
        await AskAsync(new Ping(address), StatusLimit, cancellation) as IPingReply ?? NoAnswer;

    public async Task<IStatusReply> StatusAsync(CancellationToken cancellation = default) =>
        await AskAsync(GetStatus.Instance, StatusLimit, cancellation) as IStatusReply ?? NoAnswer;

    public void KeepPort(int port)
    {
        if (source.Setup is { } overlay)
            overlay.Presence.Port = (ushort)port;
    }

    public async Task<CallReply> ReceiveAsync(
        KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram, CancellationToken cancellation = default)
    {
        if (source.Setup?.Presence.Calls is not { } calls)
            return new CallReply.Failed(CallFault.Unavailable, "the gateway does not take part in the overlay now");
        try
        {
            return await calls(peer, certified, datagram).WaitAsync(CallLimit, time, cancellation);
        }
        catch (TimeoutException)
        {
            return new CallReply.Failed(CallFault.Unavailable, $"the gateway did not answer within {DurationText.Format(CallLimit)}");
        }
    }

    private Unavailable NoAnswer => new(source.Setup is null
        ? "this node is no gateway: it was started without --gateway"
        : "the gateway's part in the overlay does not answer");

    // There is nobody to ask on other nodes: no answer at once, not after the limit.
    private Task<object?> AskAsync(object message, TimeSpan limit, CancellationToken cancellation) => source.Setup is null
        ? Task.FromResult<object?>(null)
        : transport.AskAsync(MeshNames.Kademlia, message, limit, cancellation);
}
