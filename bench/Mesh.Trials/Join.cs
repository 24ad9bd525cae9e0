using System.Diagnostics;
using Mesh.Testing.Load;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>
/// Three nodes hold many instances and a fourth joins: when it is ready, when its view holds them all, and whether any
/// node doubts another one meanwhile.
/// </summary>
internal static class Join
{
    private const string Buckets = "256";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(int instances)
    {
        var seen = await MeasureAsync(instances);
        return seen.AtReady == instances && seen.Doubted == 0 ? 0 : 1;
    }

    public static async Task<JoinFigures> MeasureAsync(int instances)
    {
        Environment.SetEnvironmentVariable("Mesh__Buckets", Buckets);
        await using var trio = await Trio.StartAsync();
        var began = Stopwatch.GetTimestamp();
        await Bulk.RegisterAsync(trio.Apis, instances);
        var filled = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var api in trio.Apis)
            await NodeApi.UntilAsync(async () => await Bulk.CountAsync(api) == instances, Limit, "all instances in each view");
        Console.WriteLine($"{instances} instances registered over HTTP in {filled:0.0} s ({instances / filled:0}/s), in all three views after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

        using var stop = new CancellationTokenSource();
        var doubts = DoubtsAsync(trio, stop.Token);
        began = Stopwatch.GetTimestamp();
        await using var joining = await NodeProcess.StartAsync("--seed", trio.Nodes[0].Address);
        var ready = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var fourth = new NodeApi(joining.Http);
        var atReady = await Bulk.CountAsync(fourth);
        await NodeApi.UntilAsync(async () => await Bulk.CountAsync(fourth) == instances, Limit, "all instances in the new view");
        Console.WriteLine($"joining node: ready after {ready:0.0} s with {atReady} instances, all after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        await stop.CancelAsync();
        var (looks, seen) = await doubts;
        Console.WriteLine($"{looks} looks at the members meanwhile, {seen} of them saw a suspect or unreachable one");
        return new JoinFigures(instances / filled, ready, atReady, seen);
    }

    private static async Task<(int Looks, int Seen)> DoubtsAsync(Trio trio, CancellationToken stop)
    {
        var (looks, seen) = (0, 0);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!stop.IsCancellationRequested)
        {
            foreach (var api in trio.Apis)
            {
                looks++;
                if ((await api.WithStandingAsync("suspect")).Length + (await api.WithStandingAsync("unreachable")).Length > 0)
                    seen++;
            }

            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }

        return (looks, seen);
    }
}
