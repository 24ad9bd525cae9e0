namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>The two pictures of a run.</summary>
internal static class Charts
{
    private static readonly string[] Colours = ["#1b6ca8", "#2e8b57", "#c77c11", "#b03a3a"];

    public static string Hops(IReadOnlyList<SizePoint> sizes) => new SvgChart(
        "Hops of a lookup by number of peers", "peers", "hops",
        [
            new SvgSeries("mean", Colours[0], [.. sizes.Select(s => ((double)s.Peers, s.MeanHops))]),
            new SvgSeries("most", Colours[3], [.. sizes.Select(s => ((double)s.Peers, s.MaxHops))]),
            new SvgSeries("½ log₁₀ n + ½", "#999999", [.. sizes.Select(s => ((double)s.Peers, Math.Log10(s.Peers) / 2 + 0.5))]),
        ]).ToSvg();

    public static string Latency(IReadOnlyList<TimePoint> times) => new SvgChart(
        "Time to the first answer by number of peers (round trip 80 ms)", "peers", "ms",
        [
            .. times.GroupBy(t => t.DeadPercent).Where(g => g.Key is 0 or 10).SelectMany((g, i) => (SvgSeries[])
            [
                new($"p50, {g.Key} % dead", Colours[i * 2], [.. g.Select(t => ((double)t.Peers, t.P50))]),
                new($"p99, {g.Key} % dead", Colours[i * 2 + 1], [.. g.Select(t => ((double)t.Peers, t.P99))]),
            ]),
        ]).ToSvg();
}
