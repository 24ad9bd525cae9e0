using System.Globalization;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Case 5: many peers die at once; one refresh interval later the tables of the others are whole.</summary>
internal static class HealingCase
{
    private static readonly Dictionary<int, string> Before = new()
    {
        [30] = "28.2 → 0.1 % dead, recall 89.6 → 100 %, messages 33 → 23, 393 requests",
        [50] = "47.7 → 0.3 % dead, recall 78.2 → 100 %, messages 44 → 24, 496 requests",
    };

    public static void Run(Trial trial)
    {
        var n = trial.IsSmall ? 600 : 4_000;
        var table = new ResultTable(
            $"Healing, {n:#,0} learned tables, k 20",
            ["killed %", "dead contacts %, before → after", "recall %", "messages", "requests per node", "baseline (n 4,000)"])
        {
            Note = "One refresh interval (15 min) after the deaths. Dead contacts: of those that a table would offer; what "
                + "has failed once is kept aside until it answers or is replaced. A lookup for peers asks a dead one twice; the "
                + "baseline's asked once.",
        };
        foreach (var percent in (int[])[30, 50])
            Row(trial, n, percent, table);
        trial.Report.Tables.Add(table);
    }

    private static void Row(Trial trial, int n, int percent, ResultTable table)
    {
        var settings = LearnedOverlay.Settings(20);
        var overlay = new LearnedOverlay(settings, trial.Seed + (ulong)percent);
        overlay.Grow(n, i => trial.Progress.Step("healing, growth", i, n));
        overlay.Network.Run(TimeSpan.FromSeconds(5));
        var whole = overlay.Lookups(200);
        foreach (var peer in overlay.Network.Peers)
            peer.IsAlive = overlay.Network.Random.Unit() >= percent / 100.0;
        var hurt = overlay.Tables();
        var hurtLookups = overlay.Lookups(trial.IsSmall ? 20 : 100);
        var before = overlay.Network.Live.Sum(p => p.Node.Counters.RequestsSent);
        overlay.Settle();
        var live = overlay.Network.Live.ToArray();
        var cost = (double)(live.Sum(p => p.Node.Counters.RequestsSent) - before) / live.Length;
        var healed = overlay.Tables();
        var lookups = overlay.Lookups(trial.IsSmall ? 200 : 500);
        table.Add(
            $"{percent}",
            Arrow(hurt.DeadPercent, healed.DeadPercent),
            Arrow(hurtLookups.RecallPercent, lookups.RecallPercent),
            Arrow(hurtLookups.Messages, lookups.Messages),
            Report.Number(cost),
            Before[percent]);
        var figures = trial.Report.Figures;
        figures.Add(Figure.AtMost(5, $"{percent} % killed: dead contacts after a refresh interval", healed.DeadPercent, 1, "%", percent == 30 ? "0.1" : "0.3"));
        figures.Add(Figure.AtLeast(5, $"{percent} % killed: recall after", lookups.RecallPercent, 99.9, "%", "100"));
        figures.Add(Figure.AtMost(5, $"{percent} % killed: messages against before", lookups.Messages / whole.Messages, 1.1, "×"));
        figures.Add(Figure.AtMost(5, $"{percent} % killed: requests per node", cost, 550, "", percent == 30 ? "393" : "496"));
        trial.Progress.Say($"healing {percent} %: {healed.DeadPercent:0.00} % dead, recall {lookups.RecallPercent:0.0} %, {cost:0} requests");
    }

    private static string Arrow(double from, double to) =>
        string.Create(CultureInfo.InvariantCulture, $"{from:0.0} → {to:0.0}");
}
