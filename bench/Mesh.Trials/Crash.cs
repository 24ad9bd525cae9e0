using System.Diagnostics;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>From kill -9 of a node to its instances being out of each other node's rotation, and out of the registry.</summary>
internal static class Crash
{
    public static async Task RunAsync(int trials)
    {
        var (dropped, removed) = await MeasureAsync(trials);
        Figures.Print("kill -9 of a node, out of each other's rotation", dropped);
        Figures.Print("kill -9 of a node, out of each other's registry", removed);
    }

    public static async Task<(IReadOnlyList<TimeSpan> Dropped, IReadOnlyList<TimeSpan> Removed)> MeasureAsync(int trials)
    {
        await using var trio = await Trio.StartAsync();
        var dropped = new List<TimeSpan>();
        var removed = new List<TimeSpan>();
        for (var trial = 0; trial < trials; trial++)
        {
            var victim = trial % 3;
            NodeApi[] others = [trio.Apis[(victim + 1) % 3], trio.Apis[(victim + 2) % 3]];
            // Leased, so that nobody adopts it; enough others stay so that the service does not fail open.
            await trio.Apis[victim].RegisterAsync("orders", "victim", ttl: "1h");
            foreach (var (api, n) in others.Select((a, n) => (a, n)))
                await api.RegisterAsync("orders", $"stays-{n}", ttl: "1h");
            foreach (var api in others)
                await NodeApi.UntilAsync(async () => (await api.InRotationAsync("orders")).Length == 3, TimeSpan.FromSeconds(30), "three in rotation");
            var began = Stopwatch.GetTimestamp();
            trio.Nodes[victim].Kill();
            dropped.AddRange(await Task.WhenAll(others.Select(a => GoneAsync(a.InRotationAsync, began))));
            removed.AddRange(await Task.WhenAll(others.Select(a => GoneAsync(a.IdsAsync, began))));
            await trio.ReplaceAsync(victim);
        }

        return (dropped, removed);
    }

    private static async Task<TimeSpan> GoneAsync(Func<string, Task<string[]>> list, long began)
    {
        await NodeApi.UntilAsync(async () => !(await list("orders")).Contains("victim"), TimeSpan.FromSeconds(60), "the instances of the killed node are gone");
        return Stopwatch.GetElapsedTime(began);
    }
}
