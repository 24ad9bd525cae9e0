namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>One number that the overlay is held to.</summary>
/// <param name="Case">Of the twelve acceptance cases.</param>
/// <param name="Bound">What it may be, as text.</param>
/// <param name="Baseline">The same number of a first simulation, made to set the bounds; empty: there was none.</param>
internal sealed record Figure(int Case, string Name, double Value, string Unit, string Bound, bool IsMet, string Baseline)
{
    public static Figure AtMost(int number, string name, double value, double bound, string unit, string baseline = "") =>
        new(number, name, value, unit, FormattableString.Invariant($"≤ {bound:0.###}"), value <= bound, baseline);

    public static Figure AtLeast(int number, string name, double value, double bound, string unit, string baseline = "") =>
        new(number, name, value, unit, FormattableString.Invariant($"≥ {bound:0.###}"), value >= bound, baseline);
}
