using System.Globalization;

namespace Mesh.Trials.Dashboard;

/// <summary>Prints each figure with its bound, and keeps whether all were met.</summary>
internal sealed class DashboardBounds
{
    public bool AreMet { get; private set; } = true;

    public void Print(string what, double figure, double bound, string unit)
    {
        var isMet = figure <= bound;
        AreMet &= isMet;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-66} {figure,9:0.0} {unit,-10} bound {bound,7:0.0}  {(isMet ? "met" : "NOT MET")}"));
    }

    public static void Print(string what, string figure) => Console.WriteLine($"{what,-66} {figure}");

    /// <summary>The smallest that as large a part of all does not exceed.</summary>
    public static double At(IReadOnlyList<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
