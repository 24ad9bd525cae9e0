using System.Globalization;

namespace Mesh.Trials;

/// <summary>Prints the spread of a series of times.</summary>
internal static class Figures
{
    public static void Print(string what, IEnumerable<TimeSpan> times)
    {
        var ms = times.Select(t => t.TotalMilliseconds).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-58} n {ms.Length,4}  p50 {At(ms, 0.5),8:0.0} ms  p99 {At(ms, 0.99),8:0.0} ms  max {ms[^1],8:0.0} ms"));
    }

    /// <summary>Of what is in order, that below which a part of it lies.</summary>
    public static double At(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
}
