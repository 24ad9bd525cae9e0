using System.Globalization;
using System.Net;
using System.Text;
using Akka.Actor;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Testing.Overlay;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Trials;

/// <summary>
/// Gateways over UDP on loopback in one process, every datagram 20 to 80 ms late and one in fifty lost: join, be found,
/// hold what one should, leave in order, die.
/// </summary>
internal sealed class KademliaNetwork
{
    private const double Loss = 0.02;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(2);

    private readonly ActorSystem _system = ActorSystem.Create("overlay", "akka.loglevel = WARNING");
    private readonly OverlayFleet _fleet;
    private readonly List<FleetGateway> _gateways = [];
    private readonly List<OverlaySubject.Service> _services = [];
    private readonly StringBuilder _report = new();
    private KadRandom _random = new(7);

    private KademliaNetwork() => _fleet = new OverlayFleet(_system, TimeProvider.System);

    public static async Task RunAsync(int gateways, string file)
    {
        var trial = new KademliaNetwork();
        try
        {
            await trial.MeasureAsync(gateways);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            await File.WriteAllTextAsync(file, trial._report.ToString());
        }
        finally
        {
            await trial._system.Terminate();
        }
    }

    private async Task MeasureAsync(int count)
    {
        Say($"# The overlay on a real network: {count} gateways of {count} meshes");
        Say("");
        Say("UDP on loopback, all in one process on two cores; each datagram is 20 to 80 ms late (evenly, each on its own, so a");
        Say("round trip takes 40 to 160 ms) and is lost with 2 %. Signatures are made and checked. `./bench.sh kademlia-network`.");
        Say("");
        Say("| What | Measured | Goal |");
        Say("|---|---|---|");
        await JoinAsync(count - 1);
        await PublishAsync(count);
        await LastJoinerAsync();
        await ReadAsync("all alive", _gateways);
        await LeaveAsync(count / 10);
        await DieAsync(_gateways.Count / 5);
    }

    private async Task JoinAsync(int count)
    {
        while (_gateways.Count < count)
            await StartAsync();
        var entries = _gateways.Skip(count / 2).Select(g => g.Entry!).ToArray();
        Row("cold join, later half: time p50 / max", $"{Middle(entries.Select(e => e.Time.TotalMilliseconds)):0} / {entries.Max(e => e.Time.TotalMilliseconds):0} ms", "max <= 3,000 ms");
        Row("cold join, later half: questions p50 / max", $"{Middle(entries.Select(e => (double)e.Requests)):0} / {entries.Max(e => e.Requests)}", "max <= 150; simulated p50 124");
    }

    private async Task PublishAsync(int count)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            _services.Add(new OverlaySubject.Service($"service-{i}"));
            var start = TimeProvider.System.GetTimestamp();
            if (await _gateways[i % _gateways.Count].PublishAsync(_services[i]) is not Published { Holders: > 0 })
                throw new InvalidOperationException($"service-{i} was not published");
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }

        Row("publication: p50 / max", $"{Middle(times):0} / {times.Max():0} ms", "p50 <= 800 ms at 80 ms round trip");
    }

    private async Task LastJoinerAsync()
    {
        var joiner = await StartAsync();
        Row("the last joiner: time, questions", $"{joiner.Entry!.Time.TotalMilliseconds:0} ms, {joiner.Entry.Requests}", "3,000 ms, 150");
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var others = _gateways.Take(_gateways.Count - 1).ToArray();
        var answers = await Task.WhenAll(others.Select(g => g.FindPeersAsync(joiner.NodeId)));
        var found = answers.OfType<PeersFound>().Count(p => p.Peers.Any(c => c.Id == joiner.NodeId));
        Row("found by the others 2 s later", $"{found} of {others.Length}", "99 %");
        var due = _services.Where(s => HoldersOf(OverlayKeys.Of(s)).Contains(joiner.NodeId)).ToArray();
        var held = 0;
        foreach (var service in due)
            held += await HoldsAsync(joiner, service) ? 1 : 0;
        Row("records that it should hold / of these holds", $"{due.Length} / {held}", "all");
    }

    /// <summary>Who holds a record need not ask anybody for it.</summary>
    private static async Task<bool> HoldsAsync(FleetGateway gateway, OverlaySubject subject) =>
        await gateway.FindAsync(subject, FindMode.First, ReadDeadline) is Found { Meshes.Length: > 0, Cost.Messages: 0 };

    private async Task LeaveAsync(int count)
    {
        foreach (var gone in _gateways.TakeLast(count).ToArray())
        {
            if (await gone.LeaveAsync(isLast: false) is not Left)
                throw new InvalidOperationException("a gateway did not leave");
            await gone.Actor.GracefulStop(Limit);
            _gateways.Remove(gone);
        }

        await ReadAsync($"after {count} have left in order", _gateways);
    }

    private async Task DieAsync(int count)
    {
        // Stopped without handing anything on: to the others the same as a killed process.
        var dead = new List<FleetGateway>();
        while (dead.Count < count)
        {
            var gone = _gateways[_random.Below(_gateways.Count)];
            dead.Add(gone);
            _gateways.Remove(gone);
        }

        await Task.WhenAll(dead.Select(g => g.Actor.GracefulStop(Limit)));
        await ReadAsync($"at once after {count} have died", _gateways);
    }

    private async Task ReadAsync(string when, List<FleetGateway> readers)
    {
        var (times, failed) = (new List<double>(), 0);
        foreach (var service in _services)
        {
            // Four at a time: the delays count, not this machine's cores.
            for (var i = 0; i < 2; i++)
            {
                var reads = Enumerable.Range(0, 4).Select(_ => ReadAsync(readers[_random.Below(readers.Count)], service));
                foreach (var (isFound, ms) in await Task.WhenAll(reads))
                {
                    times.Add(ms);
                    failed += isFound ? 0 : 1;
                }
            }
        }

        times.Sort();
        Row($"reads {when}: failed", $"{failed} of {times.Count}", "0, without repetition, within 2 s");
        Row($"reads {when}: p50 / p99 / max", $"{Middle(times):0} / {times[(int)(times.Count * 0.99)]:0} / {times[^1]:0} ms", "");
    }

    private static async Task<(bool IsFound, double Ms)> ReadAsync(FleetGateway reader, OverlaySubject subject)
    {
        var start = TimeProvider.System.GetTimestamp();
        var reply = await reader.FindAsync(subject, FindMode.First, ReadDeadline);
        return (reply is Found { Meshes.Length: > 0 }, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
    }

    private async Task<FleetGateway> StartAsync()
    {
        var seed = (ulong)_gateways.Count + 1;
        var gateway = _fleet.Start(
            at => new SlowLossySocket(UdpDatagramSocket.Bind(at), seed, Loss, Least, Most),
            new IPEndPoint(IPAddress.Loopback, 0),
            _gateways.Take(3).Select(g => g.Address));
        _gateways.Add(gateway);
        var start = TimeProvider.System.GetTimestamp();
        while (!gateway.IsOpen || _gateways.Count > 1 && gateway.Entry is null)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"gateway {_gateways.Count} did not join within {Limit}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return gateway;
    }

    private HashSet<NodeId> HoldersOf(NodeId key) =>
        [.. _gateways.Select(g => g.NodeId).OrderBy(id => id ^ key).Take(OverlayFleet.Settings.K)];

    private static double Middle(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private void Row(string what, FormattableString measured, string goal) =>
        Say($"| {what} | {measured.ToString(CultureInfo.InvariantCulture)} | {goal} |");

    private void Say(string line)
    {
        Console.WriteLine(line);
        _report.Append(line).Append('\n');
    }
}
