using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Testing.Sites;
using static System.FormattableString;

namespace Mesh.Trials.Federation;

/// <summary>Meshes of one gateway each, as processes, in an overlay of 64: they join, leave in order, and are killed.</summary>
internal sealed partial class GatewaysTrial(TrialReport report, SiteMeshes meshes, FarPeers peers)
{
    private const int Processes = 14;
    private const int InAll = 64;
    private const int NamesEach = 5;
    private const int Leaving = 2;
    private const int AtOnce = 4;
    private static readonly string[] Meshes = [.. Enumerable.Range(1, Processes).Select(i => $"m{i}")];
    private static readonly string[] PeerSites = ["p1", "p2", "p3", "p4"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Services by the mesh that exports them.</summary>
    private readonly Dictionary<string, string[]> _exports = [];

    public static async Task RunAsync(TrialReport report, FederationKeys keys)
    {
        report.Begin("Gateways that come and go", Invariant(
            $"{Processes} meshes of one gateway each, as processes, and {InAll - Processes} further peers, which were there first: {InAll} in all."));
        await using var network = await FederationTrial.NetworkAsync([.. Meshes, .. PeerSites]);
        await using var peers = await FarPeers.StartAsync(network, keys, PeerSites, InAll - Processes);
        await using var meshes = new SiteMeshes(network, keys);
        foreach (var entry in peers.Entries)
            meshes.Entries.Add(entry);
        await new GatewaysTrial(report, meshes, peers).RunAsync();
    }

    private async Task RunAsync()
    {
        foreach (var mesh in Meshes[..^1])
            await meshes.StartAsync(mesh, gateways: 1);
        await ExportAsync(Meshes[..^1]);
        await LastJoinerAsync();
        ReportJoins();
        await ExportAsync([Meshes[^1]]);
        await ColdAsync();
        await ReadAsync("all alive");
        await LeaveAsync();
        await KillAsync();
    }

    private async Task ExportAsync(string[] names)
    {
        foreach (var mesh in names)
        {
            _exports[mesh] = [.. Enumerable.Range(0, NamesEach).Select(i => $"{mesh}-{i}")];
            foreach (var service in _exports[mesh])
            {
                await meshes[mesh][0].Api.RegisterAsync(service, $"{service}-a");
                await meshes[mesh][0].ExportAsync(service);
            }
        }

        foreach (var service in names.SelectMany(m => _exports[m]))
        {
            await Testing.Eventually.IsAsync(
                () => Asking.IsInOverlayAsync(meshes[Meshes[0]][0], service), () => $"{service} is in the overlay", Limit);
        }
    }

    private async Task LastJoinerAsync()
    {
        await meshes.StartAsync(Meshes[^1], gateways: 1);
        var joiner = meshes[Meshes[^1]][0];
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var id = await Asking.NodeIdAsync(joiner);
        if (!NodeId.TryParse(id, out var target))
            throw new InvalidOperationException($"'{id}' is no id");
        var others = meshes.All.Where(g => g != joiner).ToArray();
        var (first, all) = (await FindersAsync(others, id, target), others.Length + peers.All.Count);
        report.Add("the last joiner is found by the others 2 s later, at the first lookup", Invariant($"{first.Count} of {all}"), "99 %", first.Count >= 0.99 * all);
        var again = (await FindersAsync(others, id, target)).Union(first).Count();
        report.Add("at the first or the second lookup: a lookup names who answered it, and 4 % of the answers get lost", Invariant($"{again} of {all}"));
    }

    /// <summary>Those of the gateways and of the further peers whose lookup names the peer.</summary>
    private async Task<HashSet<string>> FindersAsync(SiteGateway[] gateways, string id, NodeId target)
    {
        var seen = await Asking.AllAsync(gateways, AtOnce, async g => (g.Address, IsFound: (await g.Api.GetAsync($"/mesh/v1/kad/lookup?node={id}")).GetProperty("peers").EnumerateArray()
            .Any(p => p.GetProperty("id").GetString() == id)));
        var far = await Asking.AllAsync(peers.All, AtOnce, async p => (Address: p.Address.ToString(),
            IsFound: await p.FindPeersAsync(target) is KademliaProtocol.PeersFound found && found.Peers.Any(c => c.Id == target)));
        return [.. seen.Concat(far).Where(s => s.IsFound).Select(s => s.Address)];
    }

    private void ReportJoins()
    {
        var entries = meshes.All.Select(g => Entry().Match(g.Output)).Where(m => m.Success).ToArray();
        var times = new Spread(entries.Select(m => TimeSpan.FromMilliseconds(double.Parse(m.Groups["ms"].Value, CultureInfo.InvariantCulture))));
        var questions = entries.Select(m => int.Parse(m.Groups["questions"].Value, CultureInfo.InvariantCulture)).Order().ToArray();
        report.Add("cold join of a process", times, "max <= 3,000 ms", times.Max <= 3000 && times.Count == Processes);
        report.Add(
            "questions of a join: p50 / max", Invariant($"{questions[questions.Length / 2]} / {questions[^1]}"), "max <= 150", questions[^1] <= 150);
    }

    /// <summary>Every gateway asks every other mesh for a service, of which it has never heard, over a connection that is not there yet.</summary>
    private async Task ColdAsync()
    {
        var questions = meshes.All.SelectMany(a => Meshes.Where(m => m != a.Options.Mesh).Select(m => (Asker: a, Mesh: m)));
        var times = new Spread(await Asking.AllAsync(questions, AtOnce, q =>
            Asking.LocateAsync(q.Asker, $"{q.Mesh}-0@{q.Mesh}", $"{q.Mesh}-0-a")));
        report.Add("cold: the first question to a mesh, NAME@MESH, with the answer of the remote registry", times, "p99 <= 1,500 ms", times.P99 <= 1500);
    }

    private async Task LeaveAsync()
    {
        for (var i = 0; i < Leaving; i++)
        {
            var gone = meshes.All.Last();
            _exports.Remove(gone.Options.Mesh);
            if (await gone.TerminateAsync(Limit) is not 0 and var code)
                throw new InvalidOperationException($"{gone.Options} ended with {code}: {gone.Output}");
            await meshes.RemoveAsync(gone);
        }

        foreach (var peer in peers.All.TakeLast(InAll / 10 - Leaving).ToArray())
            await peers.LeaveAsync(peer);
        await ReadAsync(Invariant($"after {InAll / 10} have left in order"));
    }

    /// <summary>Kills a fifth of them. What the dead meshes exported stays readable until it expires.</summary>
    private async Task KillAsync()
    {
        var processes = meshes.All.TakeLast((Processes - Leaving) / 5).ToArray();
        var far = peers.All.TakeLast(InAll / 5 - processes.Length).ToArray();
        foreach (var gone in processes)
            gone.Kill();
        await Task.WhenAll(far.Select(peers.KillAsync));
        foreach (var gone in processes)
            await meshes.RemoveAsync(gone);
        await ReadAsync(Invariant($"at once after {processes.Length + far.Length} were killed"));
    }

    private async Task ReadAsync(string when)
    {
        var reads = meshes.All.SelectMany(g => _exports.Values.SelectMany(s => s).Select(s => (Asker: g, Service: s)));
        var answers = await Asking.AllAsync(reads, AtOnce, async read =>
        {
            var began = Stopwatch.GetTimestamp();
            return (IsFound: await Asking.IsInOverlayAsync(read.Asker, read.Service, "2s"), Time: Stopwatch.GetElapsedTime(began));
        });
        var failed = answers.Count(a => !a.IsFound);
        report.Add($"reads {when}: failed", Invariant($"{failed} of {answers.Length}"), "0, without repetition, within 2 s", failed == 0);
        report.Add($"reads {when}", new Spread(answers.Select(a => a.Time)));
    }

    [GeneratedRegex(@"in the overlay after (?<ms>\d+) ms: \d+ gateways known after (?<questions>\d+) questions")]
    private static partial Regex Entry();
}
