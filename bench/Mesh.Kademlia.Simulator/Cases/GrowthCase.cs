using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Peers join one by one, each through a random member: what that costs and what tables come out.</summary>
internal static class GrowthCase
{
    public static void Run(Trial trial)
    {
        var table = new ResultTable(
            "Growth by joining", ["n", "k", "contacts per table", "requests of a join p50", "nearest found %", "recall of k %", "baseline"]);
        foreach (var (n, k, before) in Sizes(trial.IsSmall))
        {
            var overlay = new LearnedOverlay(LearnedOverlay.Settings(k), trial.Seed + (ulong)n);
            overlay.Grow(n / 2, i => trial.Progress.Step("growth", i, n));
            var costs = overlay.Grow(n, i => trial.Progress.Step("growth", i, n));
            // The strangers of the last joins are still being pinged.
            overlay.Network.Run(TimeSpan.FromSeconds(5));
            var (contacts, _) = overlay.Tables();
            var (nearest, recall, _) = overlay.Lookups(trial.IsSmall ? 200 : 500);
            table.Add(
                $"{n:#,0}", $"{k}", Report.Number(contacts), Report.Number(costs.At(0.5)), Report.Number(nearest), Report.Number(recall), before);
            trial.Progress.Say($"grown to {n}, k {k}: {contacts:0} contacts, a join took {costs.At(0.5)} requests");
            if (n == 1_000 && k == 20)
                trial.Report.Figures.Add(Figure.AtLeast(5, "n 1,000 grown by joins: recall of 20", recall, 99.9, "%", "100"));
        }

        trial.Report.Tables.Add(table);
    }

    private static (int N, int K, string Before)[] Sizes(bool isSmall) => isSmall
        ? [(64, 20, "53 contacts, 124 requests"), (1_000, 20, "131 contacts, 234 requests, recall 100 %")]
        :
        [
            (64, 20, "53 contacts, 124 requests"),
            (1_000, 20, "131 contacts, 234 requests, recall 100 %"),
            (10_000, 20, "198 contacts, 318 requests, recall 100 %"),
        ];
}
