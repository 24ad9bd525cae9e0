namespace Mesh.Dashboard.Models;

/// <summary>The changes of the last minute, and how long the last ones took to come here.</summary>
/// <param name="Sorts">Those that happened, most often first.</param>
/// <param name="Took">Of instances that other nodes registered, from there by the owner's clock; null: none came yet.</param>
internal sealed record ChangeSummary(int[] PerSecond, IReadOnlyList<(ChangeSort Sort, int Count)> Sorts, (TimeSpan Median, TimeSpan Worst, int Of)? Took)
{
    public const int Seconds = 60;

    public static readonly ChangeSummary None = new(new int[Seconds], [], null);

    public int Count => PerSecond.Sum();

    public static ChangeSummary Of(ChangeLog log, DateTimeOffset now)
    {
        var sorts = new Dictionary<ChangeSort, int>();
        foreach (var line in log.Lines.Reverse().TakeWhile(l => (now - l.At).TotalSeconds < Seconds))
            sorts[line.Sort] = sorts.GetValueOrDefault(line.Sort) + 1;
        return new(
            log.PerSecond(now, Seconds),
            [.. sorts.OrderByDescending(static s => s.Value).ThenBy(static s => s.Key).Select(static s => (s.Key, s.Value))],
            PercentilesOf([.. log.Took.Order()]));
    }

    private static (TimeSpan Median, TimeSpan Worst, int Of)? PercentilesOf(TimeSpan[] sorted) =>
        sorted.Length == 0 ? null : (At(sorted, 0.5), At(sorted, 0.99), sorted.Length);

    /// <summary>The smallest that as large a part of all does not exceed.</summary>
    private static TimeSpan At(TimeSpan[] sorted, double part) => sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
}
