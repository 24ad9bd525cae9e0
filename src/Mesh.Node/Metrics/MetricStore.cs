using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Mesh.Telemetry;

namespace Mesh.Node.Metrics;

/// <summary>
/// Keeps what the meters of the mesh and of the runtime report, for /metrics. Tags become labels; see
/// <see cref="MetricSeries"/> for their bound.
/// </summary>
internal sealed class MetricStore : IDisposable
{
    private static readonly string[] Meters = [MeshTelemetry.MeterName, "System.Runtime"];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricSeries> _series = new();
    private readonly DoorFigures? _doors;

    public MetricStore(DoorFigures? doors = null)
    {
        _doors = doors;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument, _series.GetOrAdd(instrument, i => new MetricSeries(i)));
        };
        _listener.SetMeasurementEventCallback<double>((_, v, tags, series) => ((MetricSeries)series!).Take(v, tags));
        _listener.SetMeasurementEventCallback<float>((_, v, tags, series) => ((MetricSeries)series!).Take(v, tags));
        _listener.SetMeasurementEventCallback<long>((_, v, tags, series) => ((MetricSeries)series!).Take(v, tags));
        _listener.SetMeasurementEventCallback<int>((_, v, tags, series) => ((MetricSeries)series!).Take(v, tags));
        _listener.Start();
    }

    /// <summary>All metrics by name, the observable ones read now.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        _listener.RecordObservableInstruments();
        return
        [
            .. _series.Select(s => PrometheusText.Family(s.Key, s.Value.Sorted)).Where(f => f.Cells.Count > 0)
                .Concat(_doors?.Families() ?? [])
                .OrderBy(f => f.Name, StringComparer.Ordinal),
        ];
    }

    public void Dispose() => _listener.Dispose();
}
