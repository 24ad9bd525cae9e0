using System.Diagnostics.Metrics;
using Mesh.Federation.Transport;

namespace Mesh.Federation.Overlay;

/// <summary>What a gateway's part in the overlay between meshes can be watched by.</summary>
internal static class OverlayMetrics
{
    public static void Start(Meter meter, OverlayPresence presence)
    {
        var (figures, gate) = (presence.Figures, presence.Gate);
        meter.CreateObservableGauge("mesh.overlay.contacts", () => figures.Contacts, "{gateway}", "Gateways in the routing table");
        meter.CreateObservableGauge("mesh.overlay.waiting", () => figures.Waiting, "{gateway}", "Gateways that wait for a place in the table");
        meter.CreateObservableGauge("mesh.overlay.records", () => figures.Records, "{record}", "Records held for the overlay, copies included");
        meter.CreateObservableGauge("mesh.overlay.published", () => presence.Publications.Count, "{record}", "Records that this gateway publishes and renews");
        meter.CreateObservableCounter("mesh.overlay.lookups", () => figures.Lookups, "{lookup}", "Lookups of this gateway that have ended");
        meter.CreateObservableCounter("mesh.overlay.lookup.hops", () => figures.Hops, "{hop}", "Hops of these lookups in all");
        meter.CreateObservableCounter("mesh.overlay.lookup.requests", () => figures.LookupRequests, "{request}", "Questions of these lookups in all");
        meter.CreateObservableCounter("mesh.overlay.lookup.failures", () => figures.LookupFailures, "{request}", "Questions of these lookups that were not answered");
        meter.CreateObservableCounter("mesh.overlay.requests", () => figures.Counters.RequestsSent, "{request}", "Questions sent");
        meter.CreateObservableCounter("mesh.overlay.requests.failed", () => figures.Counters.RequestsFailed, "{request}", "Questions not answered within the hard timeout");
        meter.CreateObservableCounter("mesh.overlay.regions.searched", () => figures.Counters.RegionsSearched, "{region}", "Publications and searches that went through the whole region of a key");
        meter.CreateObservableCounter("mesh.overlay.records.refused", () => figures.Counters.RecordsRefused, "{record}", "Records that others wanted to store and that were refused");
        meter.CreateObservableCounter("mesh.overlay.datagrams.received", () => gate.Received, "{datagram}", "Datagrams that came");
        meter.CreateObservableCounter("mesh.overlay.datagrams.sent", () => gate.Sent, "{datagram}", "Datagrams that the network took");
        meter.CreateObservableCounter("mesh.overlay.datagrams.dropped", () => Dropped(presence), "{datagram}", "Datagrams dropped by reason");
        meter.CreateObservableCounter("mesh.overlay.carrier.asked", () => ByCarrier(gate.Asked), "{request}", "Questions by what carried them; those tried by both count twice");
        meter.CreateObservableCounter("mesh.overlay.carrier.answered", () => ByCarrier(gate.Answered), "{answer}", "Answers to them by what carried them");
        meter.CreateObservableCounter("mesh.overlay.carrier.taken", () => ByCarrier(gate.Taken), "{request}", "Questions of others by what carried them");
        meter.CreateObservableGauge("mesh.overlay.carrier.called", () => gate.Called, "{gateway}", "Addresses asked by gRPC now because UDP does not get there");
    }

    private static IEnumerable<Measurement<long>> ByCarrier(Func<Carrier, long> figure) => Enum.GetValues<Carrier>()
        .Select(c => new Measurement<long>(figure(c), new KeyValuePair<string, object?>("carrier", c.ToString().ToLowerInvariant())));

    private static IEnumerable<Measurement<long>> Dropped(OverlayPresence presence) =>
    [
        new(presence.Gate.Malformed, Reason("malformed")),
        new(presence.Gate.Limited, Reason("limited")),
        new(presence.Gate.Refused, Reason("refused")),
        new(presence.Figures.Counters.AnswersDropped, Reason("unasked")),
    ];

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);
}
