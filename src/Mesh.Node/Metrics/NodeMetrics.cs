using System.Diagnostics.Metrics;
using System.Reflection;
using Mesh.Telemetry;

namespace Mesh.Node.Metrics;

/// <summary>What a stand-alone node says of itself as a program.</summary>
internal static class NodeMetrics
{
    public static void Add(IMeterFactory meters)
    {
        var version = typeof(NodeMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var info = new Measurement<int>(
            1,
            new KeyValuePair<string, object?>("version", version.Split('+')[0]),
            new KeyValuePair<string, object?>("revision", version.Contains('+', StringComparison.Ordinal) ? version.Split('+')[1] : ""),
            new KeyValuePair<string, object?>("runtime", Environment.Version.ToString()));
        meters.Create(MeshTelemetry.MeterName).CreateObservableGauge(
            MeshInstruments.BuildInfo, () => info, "{build}", "1, with the version of the node and of the runtime it runs on");
    }
}
