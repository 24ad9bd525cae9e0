using System.Globalization;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Routing;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>
/// Every peer has a routing table of its own, filled with the contacts of the ideal one: the two must find the same.
/// </summary>
internal static class ExplicitCase
{
    public static void Run(Trial trial)
    {
        var n = trial.IsSmall ? 5_000 : 100_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var random = trial.Random(3);
        var settings = LearnedOverlay.Settings(20);
        var peers = Population.Random(n, ref random);
        var ideal = new IdealTable(peers, settings.K, random.Next());
        var tables = new RoutingTable[n];
        for (var i = 0; i < n; i++)
        {
            tables[i] = Fill(peers, ideal.Of(i), i, settings);
            trial.Progress.Step("explicit tables", i, n);
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / n;
        var result = new ResultTable($"Tables held against tables derived, {n:#,0} peers", ["tables", "mean hops", "mean messages", "contacts per table"]);
        var lookups = trial.IsSmall ? 500 : 2_000;
        var seed = trial.Random(4);
        Row(result, "derived when asked", peers, place => ideal.Of(place), ideal.Of(0).All().Count(), lookups, seed);
        Row(result, "one object per peer", peers, place => tables[place], tables[0].Count, lookups, seed);
        trial.Report.Tables.Add(result);
        trial.Report.Machine.Add(string.Create(CultureInfo.InvariantCulture, $"one explicit table with its contacts: {bytes / 1024.0:0.0} KB"));
    }

    public static RoutingTable Fill(Population peers, IdealTable ideal, int place, KadSettings settings)
    {
        var table = new RoutingTable(peers[place].Id, settings, TimeSpan.Zero);
        // From near to far: the neighbourhood decides which buckets must be whole.
        foreach (var contact in ideal.All().Reverse())
            table.Observe(contact, ContactEvidence.Answer, TimeSpan.Zero);
        return table;
    }

    private static void Row(
        ResultTable result, string name, Population peers, Func<int, IRoutingView> tableOf, int contacts, int lookups, KadRandom random)
    {
        var driver = new WaveDriver(new TableAnswers(tableOf), 20);
        var lookup = new Lookup();
        var terms = new LookupParameters(LookupMode.Nodes, 20, 3);
        var seeds = new Contact[terms.Seeds];
        var (hops, messages) = (0L, 0L);
        for (var i = 0; i < lookups; i++)
        {
            var target = NodeId.Random(ref random);
            var count = tableOf(peers.RandomLive(ref random)).Closest(target, seeds);
            lookup.Start(target, terms, seeds.AsSpan(0, count));
            driver.Run(lookup);
            (hops, messages) = (hops + lookup.Hops, messages + lookup.Messages);
        }

        result.Add(name, Report.Number((double)hops / lookups), Report.Number((double)messages / lookups), $"{contacts}");
    }
}
