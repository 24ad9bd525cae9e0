using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Mesh.Node.Metrics;

/// <summary>
/// What one instrument has reported, by its sets of tags. A measurement is taken on the way of a request: its cell is found
/// by the tags as they come, for the few sets that come again and again, and by the text of its labels otherwise. Thread-safe.
/// </summary>
internal sealed class MetricSeries(Instrument instrument)
{
    /// <summary>With very many, as by a mistake in a tag, further ones are left out.</summary>
    private const int MaxSets = 2_000;
    private const int MaxKnown = 16;

    private readonly bool _isHistogram = PrometheusText.IsHistogram(instrument);
    private readonly bool _isSum = PrometheusText.IsSum(instrument) && !instrument.IsObservable;
    private readonly ConcurrentDictionary<string, MetricCell> _cells = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private volatile Known[] _known = [];

    public IReadOnlyList<(string Labels, MetricCell Cell)> Sorted =>
        [.. _cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))];

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (CellOf(tags) is not { } cell)
            return;
        if (_isHistogram)
            cell.Record(value);
        else if (_isSum)
            cell.Add(value);
        else
            cell.Set(value);
    }

    private MetricCell? CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var known in _known)
        {
            if (known.Is(tags))
                return known.Cell;
        }

        var labels = PrometheusText.Labels(tags);
        if (!_cells.TryGetValue(labels, out var cell))
        {
            if (_cells.Count >= MaxSets)
                return null;
            cell = _cells.GetOrAdd(labels, _ => new MetricCell(_isHistogram));
        }

        Remember(tags, cell);
        return cell;
    }

    private void Remember(ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricCell cell)
    {
        if (_known.Length >= MaxKnown)
            return;
        lock (_gate)
        {
            if (_known.Length < MaxKnown)
                _known = [.. _known, new Known(tags.ToArray(), cell)];
        }
    }

    private sealed record Known(KeyValuePair<string, object?>[] Tags, MetricCell Cell)
    {
        public bool Is(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length != Tags.Length)
                return false;
            for (var n = 0; n < tags.Length; n++)
            {
                if (tags[n].Key != Tags[n].Key || !Equals(tags[n].Value, Tags[n].Value))
                    return false;
            }

            return true;
        }
    }
}
