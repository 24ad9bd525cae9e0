using System.Diagnostics.Metrics;

namespace Mesh.Node.Consul.Blocking;

/// <summary>What the door counts, beside what the node does.</summary>
internal static class BlockingMetrics
{
    private const string Meter = "Mesh";

    public static void Add(IMeterFactory meters, ParkingLot lot) => meters.Create(Meter)
        .CreateObservableGauge("mesh.consul.blocking_queries", () => lot.Count, "{query}", "Blocking queries that wait");
}
