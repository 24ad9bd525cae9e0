using System.Globalization;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>
/// Case 6: peers come and go, sessions exponential; records are published again and again by peers that happen to live;
/// every read must find its record.
/// </summary>
internal static class ChurnCase
{
    private sealed record Terms(
        int Peers, int K, double SessionMinutes, double RefreshMinutes, double RepublishMinutes, double Hours, int Keys, int Reads, string Before);

    public static void Run(Trial trial)
    {
        var table = new ResultTable(
            "Churn with storage",
            ["n", "k", "session min", "refresh min", "republish min", "hours", "reads", "failed", "messages p50/p99", "dead contacts %", "requests/peer/min", "baseline"])
        {
            Note = "Sessions are exponential; a peer that dies is followed by a new one that joins through a random member. "
                + "Reads are of random keys from random peers that have joined and end with the first record.",
        };
        foreach (var terms in Plans(trial.IsSmall))
        {
            var (failed, row) = new ChurnRun(trial, terms).Go();
            table.Add(row);
            if (terms.K == 20)
            {
                trial.Report.Figures.Add(Figure.AtMost(
                    6, string.Create(CultureInfo.InvariantCulture, $"failed of {terms.Reads:#,0} reads, sessions of {terms.SessionMinutes} min"), failed, 0, "", "0"));
            }
            else
            {
                trial.Report.Figures.Add(Figure.AtLeast(
                    6, $"k {terms.K} as control: reads found", 100.0 * (terms.Reads - failed) / terms.Reads, 99.3, "%", "99.43"));
            }
        }

        trial.Report.Tables.Add(table);
    }

    private static Terms[] Plans(bool isSmall) => isSmall
        ? [new(150, 20, 60, 60, 60, 2, 60, 2_000, "")]
        :
        [
            new(2_000, 20, 60, 60, 60, 6, 500, 36_000, "36,000 of 36,000; 6/28 messages; 20.8 % dead; 12.1 requests"),
            new(2_000, 8, 60, 60, 60, 6, 500, 36_000, "99.43 % found"),
            new(1_000, 20, 15, 15, 10, 2, 300, 12_000, "product timers, not simulated"),
        ];

    private sealed class ChurnRun(Trial trial, Terms terms)
    {
        private readonly Dictionary<int, ulong> _sequences = [];
        private readonly Spread _messages = new();
        private readonly Queue<SimPeer> _stranded = new();
        private int _failed;

        public (int Failed, string[] Row) Go()
        {
            var overlay = new LearnedOverlay(Settings(), trial.Seed + (ulong)terms.K);
            var network = overlay.Network;
            overlay.Grow(terms.Peers, i => trial.Progress.Step("churn, growth", i, terms.Peers));
            var keys = Enumerable.Range(0, terms.Keys).Select(i => ServiceKey.Of("test", $"service-{i}")).ToArray();
            for (var i = 0; i < keys.Length; i++)
                Publish(network, keys[i], i);
            network.Run(TimeSpan.FromSeconds(10));
            var before = network.Requests;
            Live(network, keys);
            network.Run(TimeSpan.FromSeconds(15));
            var perMinute = (network.Requests - before) / (terms.Hours * 60) / terms.Peers;
            trial.Progress.Say($"churn, sessions {terms.SessionMinutes} min, k {terms.K}: {_failed} of {terms.Reads} failed");
            return (_failed,
            [
                $"{terms.Peers:#,0}", $"{terms.K}", Report.Number(terms.SessionMinutes), Report.Number(terms.RefreshMinutes),
                Report.Number(terms.RepublishMinutes), Report.Number(terms.Hours), $"{terms.Reads:#,0}", $"{_failed}", _messages.Middle,
                Report.Number(overlay.Tables().DeadPercent), Report.Number(perMinute), terms.Before,
            ]);
        }

        private KadSettings Settings() => LearnedOverlay.Settings(terms.K) with
        {
            RefreshInterval = TimeSpan.FromMinutes(terms.RefreshMinutes),
            MaxTtl = TimeSpan.FromMinutes(terms.RepublishMinutes * 3),
        };

        private void Live(SimNetwork network, NodeId[] keys)
        {
            var end = network.Now + TimeSpan.FromHours(terms.Hours);
            var length = (end - network.Now).TotalSeconds;
            var (death, read, publish) = (Next(network, terms.SessionMinutes * 60 / terms.Peers), length / terms.Reads, terms.RepublishMinutes * 60 / keys.Length);
            var (nextDeath, nextRead, nextPublish, done, turn) = (network.Now + death, network.Now, network.Now, 0, 0);
            while (done < terms.Reads)
            {
                var at = nextDeath < nextRead ? nextDeath : nextRead;
                at = nextPublish < at ? nextPublish : at;
                network.Run(at - network.Now);
                while (_stranded.TryDequeue(out var peer))
                    Join(network, peer);
                if (at == nextDeath)
                {
                    Replace(network);
                    nextDeath += Next(network, terms.SessionMinutes * 60 / terms.Peers);
                }
                else if (at == nextPublish)
                {
                    Publish(network, keys[turn % keys.Length], turn % keys.Length);
                    turn++;
                    nextPublish += TimeSpan.FromSeconds(publish);
                }
                else
                {
                    Read(network, keys[network.Random.Below(keys.Length)]);
                    done++;
                    nextRead += TimeSpan.FromSeconds(read);
                    trial.Progress.Step($"churn, k {terms.K}, reads", done, terms.Reads);
                }
            }
        }

        private static TimeSpan Next(SimNetwork network, double meanSeconds) =>
            TimeSpan.FromSeconds(-meanSeconds * Math.Log(1 - network.Random.Unit()));

        private void Replace(SimNetwork network)
        {
            network.RandomLive().IsAlive = false;
            var peer = network.Add();
            peer.IsJoining = true;
            Join(network, peer);
        }

        /// <summary>Through another member if the one asked died before it named any other.</summary>
        private void Join(SimNetwork network, SimPeer peer)
        {
            var member = network.RandomLive();
            network.Command(
                peer,
                op => new KadInput.Join(op, [member.Contact.Address]),
                result =>
                {
                    peer.IsJoining = ((KadResult.Joined)result).Contacts <= 1;
                    if (peer.IsJoining)
                        _stranded.Enqueue(peer);
                });
        }

        private void Publish(SimNetwork network, NodeId key, int mesh)
        {
            _sequences[mesh] = _sequences.GetValueOrDefault(mesh) + 1;
            var end = network.Time.Wall.ToUnixTimeMilliseconds() + (long)TimeSpan.FromMinutes(terms.RepublishMinutes * 3).TotalMilliseconds;
            var record = new KadRecord(key, NodeId.OfHash([(byte)mesh, (byte)(mesh >> 8)]), _sequences[mesh], end, new byte[40], default, default);
            network.Command(network.RandomLive(), op => new KadInput.Publish(op, record), static _ => { });
        }

        private void Read(SimNetwork network, NodeId key)
        {
            var reader = network.RandomLive();
            network.Command(
                reader,
                op => new KadInput.Locate(op, key, LookupMode.First),
                result =>
                {
                    var located = (KadResult.Located)result;
                    _failed += located.Records.IsEmpty ? 1 : 0;
                    _messages.Add(located.Cost.Messages);
                });
        }
    }
}
