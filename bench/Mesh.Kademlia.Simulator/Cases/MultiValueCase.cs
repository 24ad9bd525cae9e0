using System.Numerics;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>
/// Case 9: five meshes publish one name from different places; a reader that wants all of them gets all. Half of the
/// dead die before the publications, half after, so that the publishers do not find the same holders.
/// </summary>
internal static class MultiValueCase
{
    private const int Meshes = 5;

    public static void Run(Trial trial)
    {
        var n = trial.IsSmall ? 2_000 : 10_000;
        var reads = trial.IsSmall ? 500 : 10_000;
        var settings = KadSettings.Default;
        var random = trial.Random(500);
        var (complete, found, first) = (0, 0L, 0L);
        StaticKey? key = null;
        for (var i = 0; i < reads; i++)
        {
            // A new overlay state for every hundred reads, a new key for each.
            if (i % 100 == 0)
                key = new StaticKey(n, settings, ref random);
            var (all, firstCount) = key!.Read(Meshes, ref random);
            complete += all == Meshes ? 1 : 0;
            found += all;
            first += firstCount;
            trial.Progress.Step("multi-value", i, reads);
        }

        var table = new ResultTable($"Five publishers of one key, {n:#,0} peers, 10 % dead", ["lookup", "found of 5, mean", "complete %", "baseline"]);
        table.Add("all", Report.Number((double)found / reads), Report.Number(100.0 * complete / reads), "IPFS, full walk: 4.73 of 5");
        table.Add("first", Report.Number((double)first / reads), "", "");
        trial.Report.Tables.Add(table);
        trial.Report.Figures.Add(Figure.AtLeast(9, "five of five publishers found", 100.0 * complete / reads, 99.9, "%", "94.6 (IPFS)"));
    }

    private sealed class StaticKey
    {
        private readonly Population _peers;
        private readonly HonestAnswers _answers;
        private readonly WaveDriver _driver;
        private readonly Lookup _lookup = new();
        private readonly KadSettings _settings;
        private readonly Contact[] _seeds;
        private readonly bool[] _diesLater;

        public StaticKey(int n, KadSettings settings, ref KadRandom random)
        {
            _settings = settings;
            _peers = Population.Random(n, ref random);
            _answers = new HonestAnswers(_peers, settings.K, random.Next());
            _driver = new WaveDriver(_answers, settings.K);
            _seeds = new Contact[2 * settings.K];
            _diesLater = new bool[n];
            _peers.Kill(0.05, ref random);
            for (var left = n / 20; left > 0; left--)
                _diesLater[_peers.RandomLive(ref random)] = true;
        }

        public (int All, int First) Read(int meshes, ref KadRandom random)
        {
            var key = NodeId.Random(ref random);
            var stored = new Dictionary<int, int>();
            for (var mesh = 0; mesh < meshes; mesh++)
            {
                foreach (var holder in Walk(key, LookupMode.Nodes, static _ => false, ref random))
                    stored[Population.PlaceOf(holder)] = stored.GetValueOrDefault(Population.PlaceOf(holder)) | 1 << mesh;
            }

            bool Has(int place) => stored.ContainsKey(place) && !_diesLater[place];
            var all = Walk(key, LookupMode.All, Has, ref random, isLater: true)
                .Aggregate(0, (have, p) => have | stored.GetValueOrDefault(Population.PlaceOf(p)));
            var first = Walk(key, LookupMode.First, Has, ref random, isLater: true)
                .Aggregate(0, (have, p) => have | stored.GetValueOrDefault(Population.PlaceOf(p)));
            return (BitOperations.PopCount((uint)all), BitOperations.PopCount((uint)first));
        }

        private Contact[] Walk(NodeId key, LookupMode mode, Func<int, bool> has, ref KadRandom random, bool isLater = false)
        {
            _answers.Holds = has;
            _answers.DiesToo = isLater ? place => _diesLater[place] : static _ => false;
            var source = _peers.RandomLive(ref random);
            _lookup.Start(key, LookupParameters.Of(_settings, mode), _seeds.AsSpan(0, _answers.TableOf(source).Closest(key, _seeds)));
            _driver.Run(_lookup);
            var found = new Contact[_settings.K];
            return found[.._lookup.Closest(found)];
        }
    }
}
