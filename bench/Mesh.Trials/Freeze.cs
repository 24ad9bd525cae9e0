using System.Diagnostics;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>From SIGCONT of a node that was stopped for 30 s to its registrations being in every node's rotation again.</summary>
internal static class Freeze
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(int trials)
    {
        await using var trio = await Trio.StartAsync();
        var back = new List<TimeSpan>();
        for (var trial = 0; trial < trials; trial++)
        {
            var victim = trial % 3;
            await trio.Apis[victim].RegisterAsync("orders", "victim", ttl: "1h");
            foreach (var api in trio.Apis)
                await InRotationAsync(api);
            trio.Nodes[victim].Freeze();
            await Task.Delay(Pause, TimeProvider.System);
            var began = Stopwatch.GetTimestamp();
            trio.Nodes[victim].Thaw();
            var first = await trio.Apis[victim].IdsAsync("orders");
            Console.WriteLine($"  first lookup after {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms: {string.Join(',', first)}");
            foreach (var api in trio.Apis)
                await InRotationAsync(api);
            back.Add(Stopwatch.GetElapsedTime(began));
        }

        Figures.Print("SIGSTOP for 30 s, back in all rotations after SIGCONT", back);
    }

    private static Task<TimeSpan> InRotationAsync(NodeApi api) => NodeApi.UntilAsync(
        async () => (await api.InRotationAsync("orders")).Contains("victim"), TimeSpan.FromSeconds(60), "the frozen node's instance is in rotation");
}
