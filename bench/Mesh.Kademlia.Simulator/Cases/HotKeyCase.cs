using Mesh.Kademlia.Records;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Case 10: many read one key; copies near the holders take the load, and die soon.</summary>
internal static class HotKeyCase
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private delegate TimeSpan? Life(int nearer);

    public static void Run(Trial trial)
    {
        var n = trial.IsSmall ? 10_000 : 100_000;
        const int readers = 20_000;
        var k = KadSettings.Default.K;
        var life = KadSettings.Default.CacheLife;
        var table = new ResultTable(
            $"Hot key, {n:#,0} peers, {readers:#,0} readers in 60 s",
            ["copies live", "busiest peer %", "most copies at once", "messages per read", "baseline (n 100,000)"])
        {
            Note = "Mean of 3 keys. A reader leaves a copy at the nearest peer that did not have the record.",
        };
        var none = Row(trial, n, readers, table, "not at all", _ => null, "40.2 %, 6.9 messages");
        Row(trial, n, readers, table, "half as long for each peer nearer, beyond k", r => life / Math.Pow(2, Math.Max(0, r - k)), "30.4 %, 8 copies");
        var product = Row(trial, n, readers, table, "180 s · k / r, at most 60 s (the product)", r => CacheLife.Of(life, k, r), "3.2 %, 623 copies, 4.8 messages");
        trial.Report.Tables.Add(table);
        trial.Report.Figures.Add(Figure.AtMost(10, "busiest holder of a hot key", product.Busiest, 5, "%", "3.2"));
        trial.Report.Figures.Add(Figure.AtMost(10, "copies of a hot key", product.Copies, 1_000, "", "623"));
        trial.Report.Figures.Add(Figure.AtMost(10, "messages per read of a hot key", product.Messages, 5, "", "4.8"));
        trial.Report.Figures.Add(Figure.AtMost(10, "a withdrawn record is last read after", product.Stale, 60, "s"));
        trial.Progress.Say($"hot key: busiest {none.Busiest:0.0} % without copies, {product.Busiest:0.0} % with");
    }

    private static (double Busiest, double Copies, double Messages, double Stale) Row(
        Trial trial, int n, int readers, ResultTable table, string name, Life life, string before)
    {
        var sums = (Busiest: 0.0, Copies: 0.0, Messages: 0.0, Stale: 0.0);
        const int Keys = 3;
        for (var i = 0; i < Keys; i++)
        {
            var (busiest, copies, messages, stale) = Key(trial, n, readers, life, i);
            sums = (sums.Busiest + busiest / Keys, sums.Copies + copies / Keys, sums.Messages + messages / Keys, Math.Max(sums.Stale, stale));
        }

        table.Add(name, Report.Number(sums.Busiest), Report.Number(sums.Copies), Report.Number(sums.Messages), before);
        return sums;
    }

    private static (double Busiest, double Copies, double Messages, double Stale) Key(
        Trial trial, int n, int readers, Life life, int part)
    {
        var random = trial.Random(9000 + part);
        var peers = Population.Random(n, ref random);
        var answers = new HonestAnswers(peers, KadSettings.Default.K, random.Next());
        var key = new HotKey(peers, answers, NodeId.Random(ref random));
        for (var i = 0; i < readers; i++)
            key.Read(Window * i / readers, life.Invoke, ref random);
        var (busiest, messages) = (key.BusiestPercent, key.MessagesPerRead);
        // Then the mesh withdraws it: holders know at once, copies last out their lives.
        key.Withdraw();
        for (var i = 0; i < readers; i++)
            key.Read(Window + 2 * Window * i / readers, _ => null, ref random);
        return (busiest, key.MostCopies, messages, Math.Max(0, (key.LastStaleRead - Window).TotalSeconds));
    }
}
