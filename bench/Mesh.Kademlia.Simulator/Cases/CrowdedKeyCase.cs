using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;
using Mesh.Kademlia.Wire;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Case 9: a thousand meshes export one name. All are found, no datagram and no holder grows beyond its bound.</summary>
internal static class CrowdedKeyCase
{
    private const int Meshes = 1_000;
    private const int Readers = 20;
    private const int AtOnce = 20;
    // A full key is read in dozens of datagrams from each holder.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Space = "acme";
    private const string Service = "orders";

    public static void Run(Trial trial)
    {
        var n = trial.IsSmall ? 50 : 500;
        var overlay = new LearnedOverlay(LearnedOverlay.Settings(20), trial.Seed + 9);
        overlay.Grow(n);
        overlay.Settle();
        var network = overlay.Network;
        var largest = 0;
        network.OnSend = send => largest = Math.Max(largest, KadCodec.Write(send.Message, send.PadTo).Length + KadSizes.SealReserve);
        var end = network.Time.Wall.ToUnixTimeMilliseconds() + (long)TimeSpan.FromMinutes(30).TotalMilliseconds;
        PublishAll(network, end, trial.Progress);
        network.Run(TimeSpan.FromSeconds(1));
        var fewest = FindAll(network);
        var (differing, each) = Firsts(network);
        var most = network.Peers.Max(p => p.Node.Store.Count);
        var table = new ResultTable(
            $"{Meshes:#,0} meshes on one name, {n:#,0} peers",
            ["found of all, least of 20 readers", "largest datagram", "most records at one holder", "pairs of 20 readers whose first answers differ %", "records in one"]);
        table.Add($"{fewest:#,0}", $"{largest:#,0} bytes", $"{most:#,0}", Report.Number(differing), Report.Number(each));
        trial.Report.Tables.Add(table);
        var figures = trial.Report.Figures;
        figures.Add(Figure.AtLeast(9, "1,000 meshes on one name: found", fewest, Meshes, ""));
        figures.Add(Figure.AtMost(9, "1,000 meshes on one name: largest datagram, seal included", largest, KadSizes.MaxDatagram, "bytes"));
        figures.Add(Figure.AtMost(
            9, "1,000 meshes on one name: records at one holder", most, KadSettings.Default.MaxRecordsPerKey * (1 + ServiceKey.Shards), ""));
        figures.Add(Figure.AtLeast(9, "1,000 meshes on one name: pairs of readers whose first answers differ", differing, 95, "%"));
    }

    /// <summary>
    /// Under the key, and where that is full under the mesh's shard of it. Several at a time, or the first would expire
    /// before the last has come.
    /// </summary>
    private static void PublishAll(SimNetwork network, long end, Progress progress)
    {
        var key = ServiceKey.Of(Space, Service);
        var left = new Queue<KadRecord>(Enumerable.Range(0, Meshes).Select(mesh => new KadRecord(
            key, NodeId.OfHash([(byte)mesh, (byte)(mesh >> 8)]), 1, end, new byte[60], new byte[91], new byte[64])));
        for (var open = 0; left.Count > 0 || open > 0;)
        {
            while (open < AtOnce && left.TryDequeue(out var record))
            {
                open++;
                network.Command(network.RandomLive(), op => new KadInput.Publish(op, record), result =>
                {
                    open--;
                    if (record.Key == key && ((KadResult.Published)result).Refusals.Contains(StoreVerdict.KeyFull))
                        left.Enqueue(record with { Key = ServiceKey.OfShard(Space, Service, ServiceKey.ShardOf(record.MeshId)) });
                });
            }

            network.Run(TimeSpan.FromMilliseconds(50));
            progress.Step("crowded key, left", left.Count, Meshes);
        }
    }

    /// <summary>All readers at once; answers what the least lucky of them found.</summary>
    private static int FindAll(SimNetwork network)
    {
        NodeId[] keys =
        [
            ServiceKey.Of(Space, Service),
            .. Enumerable.Range(0, ServiceKey.Shards).Select(shard => ServiceKey.OfShard(Space, Service, shard)),
        ];
        var found = Enumerable.Range(0, Readers).Select(_ => new HashSet<NodeId>()).ToArray();
        var open = keys.Length * Readers;
        foreach (var meshes in found)
        {
            var reader = network.RandomLive();
            foreach (var key in keys)
            {
                network.Command(reader, op => new KadInput.Locate(op, key, LookupMode.All, Deadline: Patience), result =>
                {
                    meshes.UnionWith(((KadResult.Located)result).Records.Select(r => r.MeshId));
                    open--;
                });
            }
        }

        while (open > 0)
            network.Run(TimeSpan.FromMilliseconds(100));
        return found.Min(f => f.Count);
    }

    private static (double DifferingPercent, double Each) Firsts(SimNetwork network)
    {
        var (seen, records) = (new List<string>(), 0);
        for (var i = 0; i < Readers; i++)
        {
            // A holder reads what it holds, which is everything.
            var reader = network.RandomLive();
            while (reader.Node.Store.Get(ServiceKey.Of(Space, Service), 0, 0, int.MaxValue, network.Time).Records.Count > 0)
                reader = network.RandomLive();
            var located = Locate(network, reader, ServiceKey.Of(Space, Service), LookupMode.First);
            records += located.Records.Length;
            seen.Add(string.Join(',', located.Records.Select(r => r.MeshId)));
        }

        var pairs = Readers * (Readers - 1) / 2.0;
        var same = seen.GroupBy(s => s).Sum(g => g.Count() * (g.Count() - 1) / 2);
        return (100 * (pairs - same) / pairs, (double)records / Readers);
    }

    private static KadResult.Located Locate(SimNetwork network, SimPeer reader, NodeId key, LookupMode mode) =>
        network.Do<KadResult.Located>(reader, op => new KadInput.Locate(op, key, mode));
}
