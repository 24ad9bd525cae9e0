using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Mesh.Client.Telemetry;
using Mesh.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Mesh.Client.Tests.Telemetry;

public sealed class InstrumentationTests
{
    [Fact]
    public void OpenTelemetry_collects_the_meter_of_the_mesh()
    {
        var exported = new CollectedMetrics();
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeshInstrumentation()
            .AddReader(new BaseExportingMetricReader(exported))
            .Build();
        using var meter = new Meter(MeshTelemetry.MeterName);
        meter.CreateCounter<long>(MeshInstruments.ClientPicks).Add(1);

        provider.ForceFlush();

        Assert.Contains(MeshInstruments.ClientPicks, exported.Names);
    }

    [Fact]
    public void OpenTelemetry_collects_the_activities_of_the_mesh()
    {
        using var provider = Sdk.CreateTracerProviderBuilder().AddMeshInstrumentation().Build();

        using var call = MeshSpans.Call("orders");

        Assert.NotNull(call);
        Assert.Equal(MeshActivities.Call, call.OperationName);
    }

    private sealed class CollectedMetrics : BaseExporter<Metric>
    {
        public ConcurrentBag<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
                Names.Add(metric.Name);
            return ExportResult.Success;
        }
    }
}
