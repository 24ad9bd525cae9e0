using System.Diagnostics.Metrics;
using Mesh.Node.Data.Writing;

namespace Mesh.Node.Data;

/// <summary>What the store can be watched by: meter "Mesh". All are read when somebody asks.</summary>
internal static class StoreMetrics
{
    public static void Add(IMeterFactory meters, StoreStatus status, InstanceSource instances, KeySource keys)
    {
        var meter = meters.Create("Mesh");
        meter.CreateObservableGauge("mesh.store.failing", () => status.Trouble is null ? 0 : 1, null, "1 while changes cannot be stored; they are kept in memory and tried again");
        meter.CreateObservableGauge("mesh.store.unstored", () => status.Unstored.TotalSeconds, "s", "How long changes could not be stored; 0 while they can");
        meter.CreateObservableCounter("mesh.store.failures", () => status.Failures, "{attempt}", "Attempts to store that failed");
        meter.CreateObservableCounter("mesh.store.commits", () => status.Commits, "{commit}", "Transactions of the store");
        meter.CreateObservableCounter("mesh.store.writes", () => status.Rows, "{record}", "Records written to the store");
        meter.CreateObservableGauge("mesh.store.records", () => instances.Count + keys.Count, "{record}", "Records in the store, deletions among them");
    }
}
