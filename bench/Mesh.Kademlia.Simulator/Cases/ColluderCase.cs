using System.Globalization;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Case 11: a part of the peers leads lookups astray; disjoint paths get round them.</summary>
internal static class ColluderCase
{
    // By peers, percent and paths.
    private static readonly Dictionary<(int N, int Percent), string[]> Before = new()
    {
        [(10_000, 10)] = ["93.5 (17)", "99.3 (18)", "100 (21)", "100 (35)"],
        [(10_000, 20)] = ["82.2", "95.8", "99.7 (21)", "100 (35)"],
        [(10_000, 30)] = ["71.0", "87.7", "98.3", "100"],
        [(10_000, 50)] = ["45.9", "65.2", "81.4", "98.3 (33)"],
        [(100_000, 10)] = ["87.1 (18)", "98.3", "99.9 (24)", "100 (40)"],
        [(100_000, 20)] = ["72.6", "91.5", "98.9 (23)", "100 (39)"],
        [(100_000, 30)] = ["58.0", "78.7", "92.8", "99.8"],
        [(100_000, 50)] = ["29.7", "48.3", "65.8", "94.7 (35)"],
    };

    public static void Run(Trial trial)
    {
        var table = new ResultTable("Colluders", ["n", "k", "colluders %", "1 path", "2 paths", "4 paths", "8 paths"])
        {
            Note = "Success in %: the honest peer nearest to the target was asked (mean messages). A colluder answers with "
                + "the colluders nearest to the target. Ids are not chosen. In italics the baseline (k 16).",
        };
        foreach (var n in trial.IsSmall ? [10_000] : (int[])[10_000, 100_000])
        {
            foreach (var percent in (int[])[10, 20, 30, 50])
            {
                Row(trial, n, k: 16, percent, table);
                table.Add(["", "", "", .. Before[(n, percent)].Select(b => $"*{b}*")]);
                Row(trial, n, k: 20, percent, table);
            }
        }

        trial.Report.Tables.Add(table);
    }

    private static void Row(Trial trial, int n, int k, int percent, ResultTable table)
    {
        var random = trial.Random(n + 100 * percent + k);
        var peers = Population.Random(n, ref random);
        var honest = new HonestAnswers(peers, k, random.Next());
        var answers = new ColludingAnswers(peers, honest, percent / 100.0, ref random);
        var cells = new List<string> { $"{n:#,0}", $"{k}", $"{percent}" };
        var lookups = trial.IsSmall ? 500 : 2_000;
        foreach (var paths in (int[])[1, 2, 4, 8])
        {
            var (success, messages) = Paths(peers, honest, answers, k, paths, lookups, ref random);
            cells.Add(string.Create(CultureInfo.InvariantCulture, $"{success:0.0} ({messages:0.0})"));
            if (percent == 20 && k == 20 && n == (trial.IsSmall ? 10_000 : 100_000) && paths >= 4)
            {
                trial.Report.Figures.Add(Figure.AtLeast(
                    11, $"20 % colluders, {paths} paths, n {n:#,0}", success, paths == 4 ? 98 : 99.9, "%", Before[(n, 20)][paths == 4 ? 2 : 3]));
            }

            trial.Progress.Step($"colluders {percent} % of {n}", paths, 8);
        }

        table.Add([.. cells]);
    }

    private static (double Success, double Messages) Paths(
        Population peers, HonestAnswers honest, ColludingAnswers answers, int k, int paths, int lookups, ref KadRandom random)
    {
        var driver = new WaveDriver(answers, k);
        var lookup = new Lookup();
        var terms = new LookupParameters(LookupMode.Nodes, k, Alpha: 3, paths);
        var seeds = new Contact[terms.Seeds];
        var near = new Contact[256];
        var (success, messages) = (0, 0L);
        for (var i = 0; i < lookups; i++)
        {
            var source = random.Below(peers.Count);
            while (answers.Colludes(peers[source]))
                source = random.Below(peers.Count);
            var target = NodeId.Random(ref random);
            lookup.Start(target, terms, seeds.AsSpan(0, honest.TableOf(source).Closest(target, seeds)));
            driver.Run(lookup);
            messages += lookup.Messages;
            var truth = near.AsSpan(0, peers.NearestAll(target, near)).ToArray().First(c => !answers.Colludes(c));
            success += lookup.HasAnswered(truth.Id) ? 1 : 0;
        }

        return (100.0 * success / lookups, (double)messages / lookups);
    }
}
