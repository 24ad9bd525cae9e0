using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>What the number of requests in flight and the widening change.</summary>
internal static class TimingCase
{
    private static readonly (string Name, int Alpha, bool IsWide, string[] Before)[] Variants =
    [
        ("alpha 3", 3, false, ["816/1083, 26 · 206/365, 8", "1062/1733, 28 · 224/464, 8", "1802/2914, 36 · 289/825, 8"]),
        ("alpha 3, widened", 3, true, ["468/682, 26 · 208/363, 8", "675/1211, 28 · 223/465, 8", "1120/2052, 37 · 291/752, 8"]),
        ("alpha 4, widened", 4, true, ["", "", ""]),
        ("alpha 5, widened", 5, true, ["445/636, 30 · 189/313, 13", "642/1092, 32 · 202/351, 12", "1050/1932, 39 · 244/539, 12"]),
        ("alpha 10", 10, false, ["436/613, 39 · 170/260, 30", "608/1093, 41 · 181/291, 30", "971/1839, 46 · 211/404, 30"]),
    ];

    public static void Run(Trial trial)
    {
        var n = trial.IsSmall ? 10_000 : 1_000_000;
        var table = new ResultTable($"Requests in flight, {n:#,0} peers, k 20", ["", "dead 0 %", "dead 10 %", "dead 30 %"])
        {
            Note = "Lookup for peers: ms p50/p99, median messages · read: ms p50/p99, median messages. In italics the baseline "
                + "at a million peers. Widened: all k nearest are asked when alpha answers in a row brought nothing nearer.",
        };
        var random = trial.Random(7);
        var overlay = new StaticOverlay(n, KadSettings.Default, ref random);
        foreach (var (name, alpha, isWide, before) in Variants)
        {
            var cells = new List<string> { name };
            for (var i = 0; i < 3; i++)
            {
                overlay.Peers.Revive();
                overlay.Peers.Kill(new[] { 0, 0.1, 0.3 }[i], ref random);
                var lookups = trial.IsSmall ? 300 : 2_000;
                var nodes = overlay.TimeNodes(lookups, new LookupParameters(LookupMode.Nodes, 20, alpha, 1, isWide), ref random);
                var reads = overlay.Read(lookups, new LookupParameters(LookupMode.First, 20, alpha, 1, isWide), inTime: true, ref random);
                cells.Add($"{Both(nodes)} · {Both(reads)}");
                trial.Progress.Step(name, i, 3);
            }

            table.Add([.. cells]);
            if (before[0].Length > 0)
                table.Add(["", .. before.Select(b => $"*{b}*")]);
        }

        trial.Report.Tables.Add(table);
    }

    private static string Both(ReadTally tally) => $"{tally.Ms.Middle}, {Report.Number(tally.Messages.At(0.5))}";
}
