using System.Globalization;

namespace Mesh.Trials.Guarded;

/// <summary>What one mesh did.</summary>
/// <param name="Rate">Registrations a second.</param>
/// <param name="Processor">Of all nodes, for each of them, in milliseconds.</param>
/// <param name="P50">From a registration to its being told to a watcher at another node, in milliseconds.</param>
internal sealed record GuardedFigures(double Rate, double Processor, double P50, double P99)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Rate:0} registrations/s at {Processor:0.00} ms each, watch p50 {P50:0.0} ms, p99 {P99:0.0} ms");
}
