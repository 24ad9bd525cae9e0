using System.Net;
using Mesh.Catalog;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;
using Mesh.Palette.Api;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Palette.Mapping;

/// <summary>Between the API and the overlay. Pure.</summary>
internal static class KadMapping
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromSeconds(30);

    /// <summary>A subject or a point: the other one is null.</summary>
    public static Mapped<KadTarget> ToTarget(KadLookupQuery query)
    {
        var faults = new List<InvalidField>();
        var deadline = FieldText.Duration("deadline", query.Deadline, ShortestDeadline, LongestDeadline, faults) ?? DefaultDeadline;
        if (query.All is not (null or "true" or "false"))
            faults.Add(new("all", ShortText.Of(query.All), "must be true or false"));
        if (new[] { query.Service, query.Mesh, query.Node }.Count(q => q is not null) != 1)
            faults.Add(new("target", "", "give one of service, mesh and node"));
        OverlaySubject? subject = null;
        NodeId? point = null;
        if (query.Service is { } service)
            subject = new OverlaySubject.Service(FieldText.Service(service, faults).Value);
        else if (query.Mesh is { } mesh)
            subject = NodeId.TryParse(mesh, out var id) ? new OverlaySubject.MeshOf(id) : NamedMesh(mesh, faults);
        else if (query.Node is { } node)
            point = Point(node, faults);
        var mode = query.All == "true" ? FindMode.All : FindMode.First;
        return new(new KadTarget(subject, point, mode, deadline), faults);
    }

    public static KadAddress? ToAddress(string? text) =>
        IPEndPoint.TryParse(text ?? "", out var at) && at.Port > 0 ? KadAddress.From(at) : null;

    public static KadLookupReply ToReply(Found found) => ToReply(
        [.. found.Meshes.Select(m => new KadMeshModel(
            m.MeshId.ToString(), m.Name, [.. m.Locator.Gateways.Select(g => g.Address.ToString())], m.NotAfter))],
        [],
        found.IsWhole,
        found.Cost);

    public static KadLookupReply ToReply(PeersFound found, in NodeId self)
    {
        var own = self;
        return ToReply(
            [],
            [.. found.Peers.Select(p => new KadPeerModel(p.Id.ToString(), p.Address.ToString(), own.CommonPrefix(p.Id)))],
            true,
            found.Cost);
    }

    public static KadTableReply ToTable(GatewayStatus status) => new(
        status.Self.NodeId.ToString(),
        status.Self.MeshId.ToString(),
        status.Self.MeshName,
        status.Self.Address.ToString(),
        status.IsClosed,
        status.Buckets,
        [.. status.Peers.Select(p => new KadPeerModel(
            p.Peer.Id.ToString(), p.Peer.Address.ToString(), p.SharedBits, p.Failures, (long)p.HeardAgo.TotalMilliseconds))]);

    public static KadStoreReply ToStore(StoreView store) => new(
        store.Records,
        store.Keys,
        [.. store.Published],
        store.RequestsSent,
        store.RequestsAnswered,
        store.RequestsFailed,
        store.AnswersDropped,
        store.RecordsRefused,
        store.RecordsHandedOver,
        store.DatagramsReceived,
        store.DatagramsMalformed,
        store.DatagramsLimited,
        store.DatagramsRefused);

    private static KadLookupReply ToReply(
        IReadOnlyList<KadMeshModel> meshes, IReadOnlyList<KadPeerModel> peers, bool isWhole, LookupCost cost) =>
        new(meshes, peers, isWhole, cost.Hops, cost.Messages, cost.Failures, Math.Round(cost.Time.TotalMilliseconds, 1));

    private static OverlaySubject.MeshNamed NamedMesh(string name, List<InvalidField> faults)
    {
        if (name.Length is 0 or > 32)
            faults.Add(new("mesh", ShortText.Of(name), "must be a name of 1 to 32 characters or an id of 64 hexadecimal digits"));
        return new(name);
    }

    private static NodeId Point(string text, List<InvalidField> faults)
    {
        if (!NodeId.TryParse(text, out var point))
            faults.Add(new("node", ShortText.Of(text), "must have 64 hexadecimal digits"));
        return point;
    }
}
