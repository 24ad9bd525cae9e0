using System.Diagnostics.Metrics;
using Mesh.Node.Data.Writing;
using Mesh.Telemetry;

namespace Mesh.Node.Data;

/// <summary>What the store can be watched by: meter "Mesh". All are read when somebody asks.</summary>
internal static class StoreMetrics
{
    public static void Add(IMeterFactory meters, StoreStatus status, InstanceSource instances, KeySource keys)
    {
        var meter = meters.Create(MeshTelemetry.MeterName);
        meter.CreateObservableGauge(MeshInstruments.StoreFailing, () => status.Trouble is null ? 0 : 1, "{trouble}", "1 while changes cannot be stored; they are kept in memory and tried again");
        meter.CreateObservableGauge(MeshInstruments.StoreUnstored, () => status.Unstored.TotalSeconds, "s", "How long changes could not be stored; 0 while they can");
        meter.CreateObservableCounter(MeshInstruments.StoreFailures, () => status.Failures, "{attempt}", "Attempts to store that failed");
        meter.CreateObservableCounter(MeshInstruments.StoreCommits, () => status.Commits, "{commit}", "Transactions of the store");
        meter.CreateObservableCounter(MeshInstruments.StoreWrites, () => status.Rows, "{record}", "Records written to the store");
        meter.CreateObservableGauge(MeshInstruments.StoreRecords, () => instances.Count + keys.Count, "{record}", "Records in the store, deletions among them");
    }
}
