using System.Globalization;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>
/// Case 11: somebody makes twenty peers whose ids are near to one key, to hide what is published under it. They say that
/// they hold what they are given, have nothing when they are asked, and name only each other.
/// </summary>
internal static class SybilCase
{
    private const int Sybils = 20;

    public static void Run(Trial trial)
    {
        var n = trial.IsSmall ? 400 : 2_000;
        var table = new ResultTable(
            $"Twenty Sybils around a key, {n:#,0} learned tables, k 20",
            ["Sybils", "region searched", "paths", "found by a search for all %", "found by a search for the first %", "messages of a search for all", "of a publication", "stored at honest peers"])
        {
            Note = "They are in the overlay before the record is published. Nearest: all nearer to the key than any honest peer. "
                + "Spread: so that honest peers are among them and the region is not always searched.",
        };
        Part(trial, n, isSearched: false, [1], table);
        Part(trial, n, isSearched: true, [1, 4], table);
        trial.Report.Tables.Add(table);
    }

    private static void Part(Trial trial, int n, bool isSearched, int[] paths, ResultTable table)
    {
        var settings = LearnedOverlay.Settings(20);
        settings = isSearched ? settings : settings with { PackedFactor = 0 };
        var overlay = new LearnedOverlay(settings, trial.Seed + 11);
        overlay.Grow(n, i => trial.Progress.Step("sybils, growth", i, n));
        overlay.Settle();
        if (isSearched)
            Chance(trial, overlay.Network);
        foreach (var isSpread in (bool[])[false, true])
        {
            foreach (var number in paths)
            {
                Row(trial, overlay.Network, n, isSpread, isSearched, number, table);
                // The Sybils of the row before are dead and forgotten.
                overlay.Settle();
            }
        }
    }

    private static void Row(
        Trial trial, SimNetwork network, int n, bool isSpread, bool isSearched, int paths, ResultTable table)
    {
        var attack = new SybilAttack(network, n, paths);
        var (keys, reads) = trial.IsSmall ? (5, 20) : (15, 70);
        for (var i = 0; i < keys; i++)
        {
            attack.OnKey(NodeId.Random(ref network.Random), isSpread, Sybils, reads);
            trial.Progress.Step("sybils", i, keys);
        }

        table.Add(
            isSpread ? "spread" : "nearest", isSearched ? "when packed" : "never", $"{paths}",
            Report.Number(attack.AllPercent), Report.Number(attack.FirstPercent),
            Report.Number(attack.SearchMessages.Mean), Report.Number(attack.PublishMessages.Mean), Report.Number(attack.HonestHolders.Mean));
        var what = $"20 Sybils {(isSpread ? "spread around" : "nearest to")} a key, {paths} {(paths == 1 ? "path" : "paths")}: record found";
        if (isSearched)
            trial.Report.Figures.Add(Figure.AtLeast(11, what, attack.AllPercent, 99, "%"));
        trial.Progress.Say(string.Create(CultureInfo.InvariantCulture, $"{what} by {attack.AllPercent:0.0} %"));
    }

    /// <summary>What the suspicion costs where there is no attack.</summary>
    private static void Chance(Trial trial, SimNetwork network)
    {
        var publications = trial.IsSmall ? 300 : 2_000;
        var before = network.Peers.Sum(p => p.Node.Counters.RegionsSearched);
        for (var i = 0; i < publications; i++)
            network.Do<KadResult.Published>(network.RandomLive(), op => new KadInput.Publish(op, SybilAttack.Record(network, NodeId.Random(ref network.Random))));
        var percent = 100.0 * (network.Peers.Sum(p => p.Node.Counters.RegionsSearched) - before) / publications;
        trial.Report.Figures.Add(Figure.AtMost(11, "regions searched though nobody attacks", percent, 1, "%"));
    }
}
