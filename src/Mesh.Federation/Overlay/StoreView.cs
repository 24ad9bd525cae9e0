using System.Collections.Immutable;
using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <summary>What a gateway holds for the overlay and what it has done.</summary>
/// <param name="Records">Held, copies included.</param>
/// <param name="Keys">With records.</param>
/// <param name="Published">Subjects that this gateway publishes and renews, as text.</param>
internal sealed record StoreView(
    int Records,
    int Keys,
    ImmutableArray<string> Published,
    long RequestsSent,
    long RequestsAnswered,
    long RequestsFailed,
    long AnswersDropped,
    long RecordsRefused,
    long RecordsHandedOver,
    long DatagramsReceived,
    long DatagramsMalformed,
    long DatagramsLimited,
    long DatagramsRefused)
{
    internal static StoreView Of(KadNode node, OverlayPresence presence) => new(
        node.Store.Count,
        node.Store.KeyCount,
        [.. presence.Publications.Values.Select(p => OverlayKeys.Text(p.Subject)).Order(StringComparer.Ordinal)],
        node.Counters.RequestsSent,
        node.Counters.RequestsAnswered,
        node.Counters.RequestsFailed,
        node.Counters.AnswersDropped,
        node.Counters.RecordsRefused,
        node.Counters.RecordsHandedOver,
        presence.Gate.Received,
        presence.Gate.Malformed,
        presence.Gate.Limited,
        presence.Gate.Refused);
}
