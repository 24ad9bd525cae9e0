using System.Diagnostics.Metrics;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Tests.Overlay;

public sealed class OverlayMetricsTests
{
    [Fact]
    public void Counters_of_the_gateway_are_measured_when_somebody_asks()
    {
        var presence = new OverlayPresence();
        var seen = new Dictionary<string, long>();
        using var meter = new Meter(nameof(OverlayMetricsTests));
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen[i.Name] = value);
        listener.Start();
        OverlayMetrics.Start(meter, presence);

        presence.Figures.Read(NodeWith(c => (c.RequestsSent, c.RequestsFailed, c.RegionsSearched, c.RecordsRefused) = (5, 1, 3, 2)));
        listener.RecordObservableInstruments();

        Assert.Equal((5, 1), (seen["mesh.overlay.requests"], seen["mesh.overlay.requests.failed"]));
        Assert.Equal((3, 2), (seen["mesh.overlay.regions.searched"], seen["mesh.overlay.records.refused"]));
    }

    private static KadNode NodeWith(Action<KadCounters> count)
    {
        var node = new KadNode(NodeId.Zero, KadSettings.Default, new byte[32], 1, new Moment(TimeSpan.Zero, DateTimeOffset.UnixEpoch));
        count(node.Counters);
        return node;
    }
}
