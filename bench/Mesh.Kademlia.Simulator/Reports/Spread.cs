namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>The spread of a series of numbers.</summary>
internal sealed class Spread
{
    private readonly List<double> _values = [];
    private bool _isSorted;

    public double Mean => _values.Count == 0 ? 0 : _values.Average();

    public double Max => _values.Count == 0 ? 0 : _values.Max();

    public int Count => _values.Count;

    public void Add(double value)
    {
        _values.Add(value);
        _isSorted = false;
    }

    /// <summary>The nearest-rank percentile.</summary>
    public double At(double part)
    {
        if (!_isSorted)
            _values.Sort();
        _isSorted = true;
        return _values.Count == 0 ? 0 : _values[Math.Clamp((int)Math.Ceiling(part * _values.Count) - 1, 0, _values.Count - 1)];
    }

    /// <summary>"p50/p99".</summary>
    public string Middle => $"{Report.Number(At(0.5))}/{Report.Number(At(0.99))}";
}
