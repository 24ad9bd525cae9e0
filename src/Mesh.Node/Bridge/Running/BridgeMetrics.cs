using System.Diagnostics.Metrics;
using Mesh.Telemetry;

namespace Mesh.Node.Bridge.Running;

/// <summary>What a bridge counts.</summary>
internal sealed class BridgeMetrics : IDisposable
{
    private readonly Meter _meter = new(MeshTelemetry.MeterName);
    private readonly Counter<long> _writes;
    private readonly Counter<long> _failures;

    public BridgeMetrics(BridgeReport report)
    {
        _writes = _meter.CreateCounter<long>("mesh.bridge.writes", "{entry}", "Copies written and removed");
        _failures = _meter.CreateCounter<long>("mesh.bridge.failures", "{entry}", "Writes and renewals that failed");
        Observe("mesh.bridge.copies", "Copies at the target", report, d => d.Copies);
        Observe("mesh.bridge.held", "Removals that the guard holds back", report, d => d.Held);
        Observe("mesh.bridge.conflicts", "Addresses that are registered in both systems", report, d => d.Conflicts);
        Observe("mesh.bridge.unfit", "Instances that the target cannot hold", report, d => d.Unfit);
        _meter.CreateObservableGauge(
            "mesh.bridge.following",
            () => report.Sides.Select(s => new Measurement<int>(
                s.Value == BridgeReport.Following ? 1 : 0, new KeyValuePair<string, object?>("side", s.Key))),
            "{side}",
            "1 while the side is followed");
    }

    public void Written(string direction, string kind) => _writes.Add(1, new("direction", direction), new("kind", kind));

    public void Failed(string direction) => _failures.Add(1, new KeyValuePair<string, object?>("direction", direction));

    public void Dispose() => _meter.Dispose();

    private void Observe(string name, string description, BridgeReport report, Func<BridgeReport.Direction, int> read) =>
        _meter.CreateObservableGauge(
            name,
            () => report.Directions.Select(d => new Measurement<int>(
                read(d.Value), new KeyValuePair<string, object?>("direction", d.Key))),
            "{entry}",
            description);
}
