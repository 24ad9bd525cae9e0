using System.Globalization;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Cases 7 and 12: how long a publication takes when datagrams get lost, and whether those who should hold it do.</summary>
internal static class PublicationCase
{
    private const double Loss = 0.02;

    public static void Run(Trial trial)
    {
        var table = new ResultTable(
            "Publication, 2 % of datagrams lost each way",
            ["n", "dead %", "reported", "ms p50/p99", "requests p50/p99", "of the 20 nearest hold it %, mean / least"])
        {
            Note = "Lookup and writes, with the round trips above. The last column is of one second after the report.",
        };
        foreach (var n in trial.IsSmall ? [64, 300] : (int[])[64, 3_000])
            Size(trial, n, table);
        trial.Report.Tables.Add(table);
    }

    private static void Size(Trial trial, int n, ResultTable table)
    {
        var overlay = new LearnedOverlay(LearnedOverlay.Settings(20), trial.Seed + (ulong)n);
        var network = overlay.Network;
        overlay.Grow(n, i => trial.Progress.Step("publication, growth", i, n));
        overlay.Settle();
        network.Loss = Loss;
        foreach (var dead in (int[])[0, 10])
        {
            foreach (var peer in network.Peers)
                peer.IsAlive = network.Random.Unit() >= dead / 100.0;
            Row(trial, network, dead, isPatient: false, table);
            Row(trial, network, dead, isPatient: true, table);
        }
    }

    private static void Row(Trial trial, SimNetwork network, int dead, bool isPatient, ResultTable table)
    {
        var n = network.Peers.Count;
        var (times, requests, held) = (new Spread(), new Spread(), new List<double>());
        var publications = trial.IsSmall ? 100 : 500;
        for (var i = 0; i < publications; i++)
        {
            var key = NodeId.Random(ref network.Random);
            var publisher = network.RandomLive();
            var (before, start) = (publisher.Node.Counters.RequestsSent, network.Now);
            network.Do<KadResult.Published>(
                publisher, op => new KadInput.Publish(op, SybilAttack.Record(network, key), IsPatient: isPatient));
            times.Add((network.Now - start).TotalMilliseconds);
            network.Run(TimeSpan.FromSeconds(1));
            requests.Add(publisher.Node.Counters.RequestsSent - before);
            held.Add(100 * HeldByNearest(network, key));
        }

        table.Add(
            $"{n:#,0}", $"{dead}", isPatient ? "by all" : "by 15 of 20", times.Middle, requests.Middle,
            $"{Report.Number(held.Average())} / {Report.Number(held.Min())}");
        trial.Progress.Say($"publication, {n} peers, {dead} % dead, {(isPatient ? "all" : "15 of 20")}: {times.Middle} ms");
        if (!isPatient)
        {
            trial.Report.Figures.Add(Figure.AtMost(
                12, string.Create(CultureInfo.InvariantCulture, $"publication p50, n {n:#,0}, {dead} % dead, 2 % lost"), times.At(0.5), 800, "ms"));
        }
    }

    private static double HeldByNearest(SimNetwork network, NodeId key)
    {
        var nearest = network.Live.OrderBy(p => p.Contact.Id ^ key).Take(20).ToArray();
        return (double)nearest.Count(p => p.Node.Store.Held(network.Time).Any(r => r.Record.Key == key)) / nearest.Length;
    }
}
