using Mesh.Testing.Network;
using Mesh.Testing.Processes;

namespace Mesh.Testing.Chaos;

/// <summary>The bad days that there are. What is chosen by chance follows the seed of the run.</summary>
internal static class ChaosSet
{
    public static IReadOnlyList<ChaosScenario> All { get; } =
    [
        new("SIGKILL of 1 of 5, back after 20 s", run => KillAsync(run, 1, 20), IsShort: true),
        new("SIGKILL of 2 of 5, back after 20 s", run => KillAsync(run, 2, 20)),
        new("SIGKILL of all 5, back at once", run => KillAsync(run, 5, 0), IsShort: true),
        new("SIGKILL of 1 of 5, back after 20 s under another address", MoveAsync),
        new("SIGKILL of both seeds, back after 20 s", run => KillAsync(run, run.Nodes.Take(ChaosRun.Seeds).ToArray(), 20)),
        new("rolling restart by SIGTERM", RollAsync),
        new("SIGSTOP for 2 s", run => FreezeAsync(run, 2)),
        new("SIGSTOP for 10 s", run => FreezeAsync(run, 10), IsShort: true),
        new("SIGSTOP for 60 s", run => FreezeAsync(run, 60)),
        new("partition 4|1 for 25 s", run => PartAsync(run, 1, 25)),
        new("partition 3|2 for 25 s", run => PartAsync(run, 2, 25), IsShort: true),
        new("partition 2|2, one node down, for 25 s", PartTwoAndTwoAsync),
        new("partition 3|2, of 5 s every 10 s, for 2 min", FlapAsync),
        new("one-way loss: 1 node is not heard for 25 s", DeafAsync, IsShort: true),
        new("10 % of packets lost for 30 s", run => WithAsync(run, LinkTerms.Direct with { Loss = 0.1 }, 30)),
        new("30 % of packets lost for 30 s", run => WithAsync(run, LinkTerms.Direct with { Loss = 0.3 }, 30), IsShort: true),
        new("200 ms of delay, 20 ms of jitter, for 30 s", run => WithAsync(
            run, LinkTerms.Direct with { Delay = TimeSpan.FromMilliseconds(200), Jitter = TimeSpan.FromMilliseconds(20) }, 30)),
        new("1 Mbit/s between any two nodes for 30 s", run => WithAsync(run, LinkTerms.Direct with { Rate = 125_000 }, 30)),
        new("four busy loops for 30 s", BusyAsync),
        new("SIGKILL of both seeds, and a node that starts before they are back", NewcomerAsync),
        new("two islands that start apart and meet", MeetAsync),
        new("clock of one node stepped by ± 1 h and ± 10 d", ClockAsync),
        new("disk of one node full for 15 s", ChaosDisks.FullAsync),
        new("disk of one node read-only after an error, for 15 s and until it is repaired", ChaosDisks.ReadOnlyAsync),
        new("disk of one node at 8 writes a second for 20 s", ChaosDisks.SlowAsync),
        new("10,000 leases lapse at once", LapseAsync),
        new("60 of the 100 instances of a service end at once", ChaosCrowds.CrashAsync),
        new("1,000 watchers come back to a node at once", ChaosCrowds.WatchAsync),
    ];

    private static Task KillAsync(ChaosRun run, int count, double away) => KillAsync(run, run.Some(count), away);

    private static async Task KillAsync(ChaosRun run, IReadOnlyList<ChaosNode> nodes, double away)
    {
        await run.EndAsync(nodes);
        await run.WaitAsync(away);
        await run.StartAsync(nodes);
    }

    private static async Task MoveAsync(ChaosRun run)
    {
        // Seeds are known by their address.
        var node = run.Nodes[run.Random.Next(ChaosRun.Seeds, run.Nodes.Count)];
        await run.EndAsync([node]);
        await run.WaitAsync(20);
        node.Ip = run.Network.AddressOf(node.Site, node.Ip.GetAddressBytes()[^1] + 1);
        await run.StartAsync([node]);
    }

    private static async Task RollAsync(ChaosRun run)
    {
        foreach (var node in run.Nodes)
        {
            await run.EndAsync([node], isKill: false);
            await run.StartAsync([node]);
            await run.WaitAsync(3);
        }
    }

    private static async Task FreezeAsync(ChaosRun run, double seconds)
    {
        var node = run.Some(1)[0];
        node.Freeze();
        await run.WaitAsync(seconds);
        node.Thaw();
    }

    private static async Task PartAsync(ChaosRun run, int count, double seconds)
    {
        run.Part(run.Some(count));
        await run.WaitAsync(seconds);
        run.Heal();
    }

    private static async Task PartTwoAndTwoAsync(ChaosRun run)
    {
        var some = run.Some(3);
        await run.EndAsync([some[0]]);
        run.Part([some[1], some[2]]);
        await run.WaitAsync(25);
        run.Heal();
        await run.StartAsync([some[0]]);
    }

    private static async Task FlapAsync(ChaosRun run)
    {
        var some = run.Some(2);
        for (var n = 0; n < 12; n++)
        {
            run.Part(some);
            await run.WaitAsync(5);
            run.Heal();
            await run.WaitAsync(5);
        }
    }

    private static async Task DeafAsync(ChaosRun run)
    {
        var mute = run.Some(1)[0];
        run.Mute(mute);
        await run.WaitAsync(25);
        run.Heal();
    }

    private static async Task WithAsync(ChaosRun run, LinkTerms terms, double seconds)
    {
        run.Network.Restore(terms);
        await run.WaitAsync(seconds);
        run.Heal();
    }

    private static async Task NewcomerAsync(ChaosRun run)
    {
        var (seeds, newcomer) = (run.Nodes.Take(ChaosRun.Seeds).ToArray(), run.Nodes[^1]);
        await run.EndAsync([newcomer], isKill: false);
        await run.EndAsync(seeds);
        await newcomer.LaunchAsync();
        await run.WaitAsync(10);
        await run.StartAsync(seeds);
        await newcomer.WhenReadyAsync();
    }

    private static async Task MeetAsync(ChaosRun run)
    {
        await run.EndAsync(run.Nodes, isKill: false);
        run.Part([run.Nodes[0], run.Nodes[2]]);
        await run.StartAsync(run.Nodes);
        await run.WaitAsync(10);
        run.Heal();
    }

    private static async Task ClockAsync(ChaosRun run)
    {
        using var clock = new SteppedClock();
        var node = run.Some(1)[0];
        await run.EndAsync([node], isKill: false);
        await run.StartAsync([node], clock.Environment);
        foreach (var hours in (double[])[1, -1, 240, -240, 0])
        {
            clock.Set(TimeSpan.FromHours(hours));
            await run.WaitAsync(6);
        }

        await run.EndAsync([node], isKill: false);
        await run.StartAsync([node]);
    }

    private static async Task LapseAsync(ChaosRun run)
    {
        await run.LeaseAsync("lapse", 10_000, ttl: "60s");
        await run.WaitAsync(60);
        await run.OfferedAsync("lapse", [], TimeSpan.FromSeconds(60));
    }

    private static async Task BusyAsync(ChaosRun run)
    {
        var loops = Enumerable.Range(0, 4).Select(_ => ChildProcess.Start("sh", ["-c", "while :; do :; done"], [])).ToArray();
        await run.WaitAsync(30);
        foreach (var loop in loops)
            await loop.DisposeAsync();
    }
}
