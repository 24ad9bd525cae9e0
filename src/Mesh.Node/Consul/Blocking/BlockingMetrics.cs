using System.Diagnostics.Metrics;
using Mesh.Telemetry;

namespace Mesh.Node.Consul.Blocking;

/// <summary>What the door counts, beside what the node does.</summary>
internal static class BlockingMetrics
{
    public static void Add(IMeterFactory meters, ParkingLot lot) => meters.Create(MeshTelemetry.MeterName)
        .CreateObservableGauge(MeshInstruments.ConsulBlockingQueries, () => lot.Count, "{query}", "Blocking queries that wait");
}
