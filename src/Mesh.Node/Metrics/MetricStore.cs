using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Mesh.Telemetry;

namespace Mesh.Node.Metrics;

/// <summary>
/// Keeps what the meters of the mesh and of the runtime report, for /metrics. Tags become labels; an instrument with
/// very many sets of tags stops at a bound, so that a mistake in a tag cannot fill the memory.
/// </summary>
internal sealed class MetricStore : IDisposable
{
    private const int MaxSets = 2_000;
    private static readonly string[] Meters = [MeshTelemetry.MeterName, "System.Runtime"];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, MetricCell>> _cells = new();

    private readonly DoorFigures? _doors;

    public MetricStore(DoorFigures? doors = null)
    {
        _doors = doors;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Take(i, v, tags));
        _listener.SetMeasurementEventCallback<float>((i, v, tags, _) => Take(i, v, tags));
        _listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Take(i, v, tags));
        _listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Take(i, v, tags));
        _listener.Start();
    }

    /// <summary>All metrics by name, the observable ones read now.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        _listener.RecordObservableInstruments();
        return
        [
            .. _cells.Select(c => PrometheusText.Family(c.Key, Sorted(c.Value)))
                .Concat(_doors?.Families() ?? [])
                .OrderBy(f => f.Name, StringComparer.Ordinal),
        ];
    }

    public void Dispose() => _listener.Dispose();

    private static IReadOnlyList<(string Labels, MetricCell Cell)> Sorted(
        ConcurrentDictionary<string, MetricCell> cells) =>
        [.. cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))];

    private void Take(
        Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sets = _cells.GetOrAdd(instrument, static _ => new(StringComparer.Ordinal));
        var labels = PrometheusText.Labels(tags);
        if (!sets.TryGetValue(labels, out var cell))
        {
            if (sets.Count >= MaxSets)
                return;
            cell = sets.GetOrAdd(labels, _ => new MetricCell(PrometheusText.IsHistogram(instrument)));
        }

        if (PrometheusText.IsHistogram(instrument))
            cell.Record(value);
        else if (PrometheusText.IsSum(instrument) && !instrument.IsObservable)
            cell.Add(value);
        else
            cell.Set(value);
    }
}
