using System.Globalization;

namespace Mesh.Trials.Federation;

/// <summary>A series of times.</summary>
internal sealed class Spread(IEnumerable<TimeSpan> times)
{
    private readonly double[] _ms = [.. times.Select(t => t.TotalMilliseconds).Order()];

    public int Count => _ms.Length;

    /// <summary>In ms, like the others; not a number when nothing was measured.</summary>
    public double P50 => At(0.5);

    public double P99 => At(0.99);

    public double Max => At(1);

    public override string ToString() => Count == 0
        ? "nothing measured"
        : string.Create(CultureInfo.InvariantCulture, $"{P50:0} / {P99:0} / {Max:0} ms, n {Count}");

    private double At(double part) => _ms.Length == 0 ? double.NaN : _ms[Math.Min(_ms.Length - 1, (int)(part * _ms.Length))];
}
