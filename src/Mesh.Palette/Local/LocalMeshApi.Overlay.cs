using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Palette.Local;

/// <content>The overlay between meshes.</content>
internal sealed partial class LocalMeshApi
{
    private const string NoGateway = "this node is no gateway: it was started without --gateway";

    public async Task<ApiReply<KadLookupReply>> KadLookupAsync(KadLookupQuery query, CancellationToken cancellation)
    {
        var mapped = KadMapping.ToTarget(query);
        if (!mapped.IsValid)
            return ApiReply<KadLookupReply>.Of(ApiProblems.Invalid(mapped.Faults));
        if (overlay is null || gateway is null)
            return Trouble<KadLookupReply>(null);
        var target = mapped.Value!;
        if (target.Point is { } point)
        {
            var peers = await gateway.FindPeersAsync(point, cancellation);
            return peers is PeersFound some && overlay.Self is { } self
                ? ApiReply<KadLookupReply>.Of(KadMapping.ToReply(some, self.NodeId))
                : Trouble<KadLookupReply>(peers);
        }

        var reply = await overlay.FindAsync(target.Subject!, target.Mode, target.Deadline, cancellation);
        return reply is Found found ? ApiReply<KadLookupReply>.Of(KadMapping.ToReply(found)) : Trouble<KadLookupReply>(reply);
    }

    public async Task<ApiReply<KadTableReply>> KadTableAsync(CancellationToken cancellation)
    {
        var reply = gateway is null ? null : await gateway.StatusAsync(cancellation);
        return reply is GatewayStatus status ? ApiReply<KadTableReply>.Of(KadMapping.ToTable(status)) : Trouble<KadTableReply>(reply);
    }

    public async Task<ApiReply<KadPingReply>> KadPingAsync(string? address, CancellationToken cancellation)
    {
        if (KadMapping.ToAddress(address) is not { } at)
        {
            return ApiReply<KadPingReply>.Of(ApiProblems.Invalid(
                "address", address ?? "", "must be ADDRESS:PORT of a gateway, such as 10.0.0.1:4100"));
        }

        var reply = gateway is null ? null : await gateway.PingAsync(at, cancellation);
        return reply switch
        {
            Answered answered => ApiReply<KadPingReply>.Of(new KadPingReply(
                at.ToString(), answered.Peer.ToString(), Math.Round(answered.RoundTrip.TotalMilliseconds, 3), EnumText.Of(answered.By))),
            Silent => ApiReply<KadPingReply>.Of(ApiProblems.Missing($"no gateway of this federation answers at {at}")),
            _ => Trouble<KadPingReply>(reply),
        };
    }

    public async Task<ApiReply<KadStoreReply>> KadStoreAsync(CancellationToken cancellation)
    {
        var reply = gateway is null ? null : await gateway.StatusAsync(cancellation);
        return reply is GatewayStatus status ? ApiReply<KadStoreReply>.Of(KadMapping.ToStore(status.Store)) : Trouble<KadStoreReply>(reply);
    }

    private static ApiReply<T> Trouble<T>(object? reply)
        where T : class => ApiReply<T>.Of(ApiProblems.NotNow(reply is Unavailable trouble ? trouble.Reason : NoGateway));
}
