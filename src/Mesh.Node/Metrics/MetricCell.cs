namespace Mesh.Node.Metrics;

/// <summary>The value of one instrument with one set of tags: a number, or a histogram.</summary>
internal sealed class MetricCell(bool isHistogram)
{
    /// <summary>Upper bounds for durations in seconds and for small counts alike.</summary>
    public static readonly double[] Bounds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Lock _gate = new();
    private readonly long[]? _buckets = isHistogram ? new long[Bounds.Length + 1] : null;
    private double _value;

    /// <summary>Nothing was added yet.</summary>
    public bool IsEmpty { get; private set; } = true;

    public void Add(double value)
    {
        lock (_gate)
        {
            _value += value;
            IsEmpty = false;
        }
    }

    public void Set(double value)
    {
        lock (_gate)
            _value = value;
    }

    public void Record(double value)
    {
        var index = 0;
        while (index < Bounds.Length && value > Bounds[index])
            index++;
        lock (_gate)
        {
            _value += value;
            _buckets![index]++;
            IsEmpty = false;
        }
    }

    /// <summary>The number or, for a histogram, the sum, with the counts of its buckets.</summary>
    public (double Value, long[]? Buckets) Read()
    {
        lock (_gate)
            return (_value, _buckets?.ToArray());
    }
}
