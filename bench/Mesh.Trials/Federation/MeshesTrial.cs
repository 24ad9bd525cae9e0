using System.Diagnostics;
using System.Globalization;
using Mesh.Testing.Network;
using Mesh.Testing.Sites;
using static System.FormattableString;

namespace Mesh.Trials.Federation;

/// <summary>Three meshes with two gateways each among many peers: what a service of one sees of another's.</summary>
internal sealed class MeshesTrial(TrialReport report, SlowNetwork network, SiteMeshes meshes, FarPeers peers)
{
    private const int Names = 200;
    private const int AtOnce = 4;

    /// <summary>The mesh that is killed in the end.</summary>
    private const string Doomed = "asia";

    private static readonly string[] Meshes = ["eu", "us", "asia"];
    private static readonly string[] PeerSites = ["p1", "p2", "p3", "p4"];
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RecordLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(TrialReport report, FederationKeys keys, int count)
    {
        report.Begin("Three meshes with two gateways each", Invariant(
            $"Among {count} further peers. Stale after {Grace.TotalSeconds:0} s, gone after {GoneAfter.TotalSeconds:0} s (defaults: 10 s, 60 s)."));
        await using var network = await FederationTrial.NetworkAsync([.. Meshes, "nat", .. PeerSites]);
        var began = Stopwatch.GetTimestamp();
        await using var peers = await FarPeers.StartAsync(network, keys, PeerSites, count);
        Console.WriteLine(Invariant($"{count} peers in the overlay after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
        await using var meshes = new SiteMeshes(network, keys);
        foreach (var entry in peers.Entries)
            meshes.Entries.Add(entry);
        meshes.Settings["Mesh__Federation__Grace"] = $"{Grace}";
        meshes.Settings["Mesh__Federation__GoneAfter"] = $"{GoneAfter}";
        await new MeshesTrial(report, network, meshes, peers).RunAsync();
    }

    private async Task RunAsync()
    {
        foreach (var mesh in Meshes)
        {
            meshes.Settings["Mesh__Federation__RecordLife"] = $"{(mesh == Doomed ? RecordLife : TimeSpan.FromMinutes(30))}";
            await meshes.StartAsync(mesh, gateways: 2);
        }

        await PublishAsync();
        await FirstWordAsync();
        await FailOverAsync("with one stream for each gateway");
        await SettleAsync();
        await LocateAsync();
        await PropagateAsync();
        await FailOverAsync(Invariant($"with {Names / 2 + 1} streams for each gateway"));
        await ClientAsync();
        await DeadMeshAsync();
        CountTraffic();
    }

    /// <summary>Exports one service after the other and looks from another mesh until the overlay has it.</summary>
    private async Task PublishAsync()
    {
        for (var i = 0; i < Names; i++)
            await meshes["eu"][i % 2].Api.RegisterAsync($"service-{i}", $"instance-{i}");
        var times = await Asking.AllAsync(Enumerable.Range(0, Names), AtOnce, async i =>
        {
            var began = Stopwatch.GetTimestamp();
            await meshes["eu"][i % 2].ExportAsync($"service-{i}");
            return await FoundAsync($"service-{i}", began);
        });
        var spread = new Spread(times);
        report.Add("export in eu, until a lookup of asia finds it", spread, "p50 <= 800 ms", spread.P50 <= 800);
    }

    /// <summary>Looks every 50 ms without waiting for the looks before: one that finds nothing takes longer than one that finds.</summary>
    private async Task<TimeSpan> FoundAsync(string service, long began)
    {
        var found = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var look = 0; !found.Task.IsCompleted; look++)
        {
            if (Stopwatch.GetElapsedTime(began) > Limit)
                throw new TimeoutException($"{service} was not found within {Limit}");
            _ = LookAsync(meshes["asia"][look % 2]);
            await ticks.WaitForNextTickAsync();
        }

        return await found.Task;

        async Task LookAsync(SiteGateway asker)
        {
            if (await Asking.IsInOverlayAsync(asker, service))
                found.TrySetResult(Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>The first question of each gateway for a service of each other mesh.</summary>
    private async Task FirstWordAsync()
    {
        foreach (var mesh in Meshes)
        {
            await meshes[mesh][0].Api.RegisterAsync("orders", $"of-{mesh}", ttl: "1h");
            await meshes[mesh][0].ExportAsync("orders");
        }

        var times = new List<TimeSpan>();
        foreach (var asker in Meshes.SelectMany(m => meshes[m]))
        {
            foreach (var mesh in Meshes.Where(m => m != asker.Options.Mesh))
                times.Add(await Asking.LocateAsync(asker, $"orders@{mesh}", $"of-{mesh}"));
        }

        report.Add("cold: first question of a gateway for orders@MESH, with the answer of the remote registry", new Spread(times));
    }

    private async Task LocateAsync()
    {
        var named = new Spread(await Asking.AllAsync(Enumerable.Range(0, Names), AtOnce, i =>
            Asking.LocateAsync(meshes["us"][i % 2], $"service-{i}@eu", $"instance-{i}")));
        report.Add(
            "warm: a name never asked for, NAME@eu, over a connection that is open", named, "p50 <= 300, p99 <= 1,000 ms", named is { P50: <= 300, P99: <= 1000 });
        var any = new Spread(await Asking.AllAsync(Enumerable.Range(0, Names), AtOnce, i =>
            Asking.LocateAsync(meshes["asia"][i % 2], $"service-{i}@*", $"instance-{i}")));
        report.Add("warm: the same without the name of the mesh, NAME@*", any, "p50 <= 300, p99 <= 1,000 ms", any is { P50: <= 300, P99: <= 1000 });
    }

    private async Task PropagateAsync()
    {
        await using var watch = await ServiceWatch.StartAsync(meshes["us"][0], "orders@eu");
        var times = new List<TimeSpan>();
        for (var i = 0; i < Names; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await meshes["eu"][i % 2].Api.RegisterAsync("orders", $"change-{i}", ttl: "1h");
            times.Add(await watch.WhenSeenAsync($"change-{i}", began, Limit));
        }

        report.Add("a change in eu, until a watch in us tells of it", new Spread(times));
        for (var i = 0; i < Names; i++)
            await meshes["eu"][i % 2].Api.DeregisterAsync("orders", $"change-{i}");
    }

    /// <summary>Kills the gateway of eu that serves a stream; at once a change is made through its sibling.</summary>
    private async Task FailOverAsync(string streams)
    {
        const int Rounds = 3;
        var (times, unanswered) = (new List<TimeSpan>(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            await SettleAsync();
            var askers = meshes["us"].Concat(meshes["asia"]).ToArray();
            var victim = meshes["eu"].MaxBy(g => askers.Count(a => StreamsOf.Process(a.Pid).Contains(g.Address)))!;
            var sibling = meshes["eu"].First(g => g != victim);
            await sibling.Api.RegisterAsync("orders", "stays", ttl: "1h", consistency: "all");
            foreach (var asker in askers)
                await Asking.LocateAsync(asker, "orders@eu", "stays");
            var served = askers.Where(a => StreamsOf.Process(a.Pid).Contains(victim.Address)).ToArray();
            var watches = await Task.WhenAll(served.Select(a => ServiceWatch.StartAsync(a, "orders@eu")));
            var began = Stopwatch.GetTimestamp();
            victim.Kill();
            await sibling.Api.RegisterAsync("orders", $"after-{began}", ttl: "1h");
            var seen = watches.Select(w => w.WhenSeenAsync($"after-{began}", began, Limit)).ToArray();
            unanswered += await WithoutAsync("stays", served, Task.WhenAll(seen));
            times.AddRange(await Task.WhenAll(seen));
            foreach (var watch in watches)
                await watch.DisposeAsync();
            await meshes.RestartAsync(victim);
        }

        var spread = new Spread(times);
        report.Add(
            $"kill -9 of the gateway that serves a stream, until a change comes through its sibling, {streams}", spread, "max <= 1,000 ms", spread.Max <= 1000);
        report.Add("the same question asked meanwhile: answers without the instance", unanswered, "0", unanswered == 0);
    }

    /// <summary>How often the instance was missing from the answers until the end.</summary>
    private static async Task<int> WithoutAsync(string id, SiteGateway[] askers, Task end)
    {
        var missing = 0;
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!end.IsCompleted)
        {
            foreach (var asker in askers)
                missing += Asking.Ids(await Asking.SeeAsync(asker, "orders@eu")).Contains(id) ? 0 : 1;
            await ticks.WaitForNextTickAsync();
        }

        return missing;
    }

    /// <summary>Waits until the mesh is complete and has told the overlay of its gateways: until little is sent for a second.</summary>
    private async Task SettleAsync()
    {
        const int Little = 200;
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1));
        long before;
        do
        {
            before = network.Traffic.Sum(k => k.Protocol is IpProtocol.Udp).Packets;
            await ticks.WaitForNextTickAsync();
        }
        while (network.Traffic.Sum(k => k.Protocol is IpProtocol.Udp).Packets - before > Little);
    }

    /// <summary>A gateway that others cannot reach: it finds, and nobody keeps it.</summary>
    private async Task ClientAsync()
    {
        await meshes.StartAsync("nat", gateways: 1, isClient: true);
        var client = meshes["nat"][0];
        var time = await Asking.LocateAsync(client, "service-0@eu", "instance-0");
        report.Add("a gateway in client mode finds service-0@eu", Invariant($"{time.TotalMilliseconds:0} ms"));
        var id = await Asking.NodeIdAsync(client);
        var tables = await Asking.AllAsync(Meshes.SelectMany(m => meshes[m]), AtOnce, Asking.TableAsync);
        var own = await Asking.AllAsync(peers.All, AtOnce, async p => (await p.StatusAsync()).Peers.Select(c => c.Peer.Id.ToString()).ToArray());
        var holding = tables.Concat(own).Count(t => t.Contains(id));
        report.Add("tables that the gateway in client mode is in", Invariant($"{holding} of {tables.Length + own.Length}"), "0", holding == 0);
        await meshes.RemoveAsync(client);
    }

    private async Task DeadMeshAsync()
    {
        var asker = meshes["us"][0];
        await Asking.LocateAsync(asker, "orders@asia", "of-asia");
        var began = Stopwatch.GetTimestamp();
        foreach (var gateway in meshes[Doomed])
            gateway.Kill();
        var stale = await UntilAsync(async () => (await Asking.SeeAsync(asker, "orders@asia")).GetProperty("state").GetString() == "stale", began);
        var gone = await UntilAsync(async () => Asking.Ids(await Asking.SeeAsync(asker, "orders@asia")).Length == 0, began);
        var slack = TimeSpan.FromSeconds(3);
        report.Add(
            "a mesh is killed: its instances are stale after / gone after", Invariant($"{stale.TotalSeconds:0.0} / {gone.TotalSeconds:0.0} s"),
            Invariant($"{Grace.TotalSeconds:0} / {GoneAfter.TotalSeconds:0} s, +{slack.TotalSeconds:0} s"),
            stale <= Grace + slack && gone <= GoneAfter + slack && gone >= Grace);
        var forgotten = await UntilAsync(async () => !await IsKnownAsync($"mesh={Doomed}"), began);
        report.Add(
            Invariant($"its locator is gone from the overlay after (life of its records: {RecordLife.TotalSeconds:0} s)"),
            Invariant($"{forgotten.TotalSeconds:0.0} s"), Invariant($"<= {RecordLife.TotalSeconds:0} s"), forgotten <= RecordLife);
    }

    /// <summary>Does any of the gateways that live find it?</summary>
    private async Task<bool> IsKnownAsync(string question)
    {
        foreach (var gateway in meshes["eu"].Concat(meshes["us"]))
        {
            var reply = await gateway.Api.GetAsync($"/mesh/v1/kad/lookup?all=true&{question}");
            if (reply.GetProperty("meshes").GetArrayLength() > 0)
                return true;
        }

        return false;
    }

    private static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, long began)
    {
        await Testing.Eventually.IsAsync(holds, () => "the state that was waited for", 3 * Limit, TimeSpan.FromMilliseconds(50));
        return Stopwatch.GetElapsedTime(began);
    }

    private void CountTraffic()
    {
        bool IsOfMeshes(TrafficKey key) => Meshes.Contains(key.From) && Meshes.Contains(key.To);
        var remoting = network.Traffic.Sum(k => k.Port == SiteGateway.RemotingPort);
        report.Add("Akka.Remote packets between sites", remoting.Packets, "0", remoting.Packets == 0);
        var other = network.Traffic.Sum(k => k.Port != SiteGateway.GatewayPort).Openings;
        report.Add("TCP connections between sites to other ports than the gateways'", other, "0", other == 0);
        report.Add("datagrams of the overlay; part lost", Text(network.Traffic.Sum(k => k.Protocol is IpProtocol.Udp)));
        report.Add("TCP packets between the meshes; part lost", Text(network.Traffic.Sum(k => k.Protocol is IpProtocol.Tcp && IsOfMeshes(k))));
    }

    private static string Text(TrafficCount count) => string.Create(
        CultureInfo.InvariantCulture, $"{count.Packets:#,0}, {count.Bytes / 1e6:0.0} MB; {100.0 * count.Lost / Math.Max(1, count.Packets):0.00} %");
}
