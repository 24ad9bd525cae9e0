using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Mesh.Testing.Compose;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Restarts;

/// <summary>
/// docker-compose.yml is started again and again, in network namespaces, beside three busy loops: is everybody in, and how
/// long after his seeds were up?
/// </summary>
internal static class StartTrial
{
    private const int BusyLoops = 3;
    private const string Seed = "mesh-1";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(int count)
    {
        var file = ComposeFile.Read(Path.Combine(NodeBinary.Root, "docker-compose.yml"));
        var times = new List<TimeSpan>();
        var lost = 0;
        var loops = Enumerable.Range(0, BusyLoops).Select(_ => ChildProcess.Start("sh", ["-c", "while :; do :; done"], [])).ToArray();
        try
        {
            for (var start = 1; start <= count; start++)
            {
                try
                {
                    var joined = await StartAsync(file);
                    times.AddRange(joined.Values);
                    foreach (var (service, time) in joined.Where(j => j.Value > Bound))
                        Console.WriteLine($"  start {start}: {service} was in after {time.TotalSeconds:0.0} s");
                }
                catch (Exception trouble) when (trouble is TimeoutException or InvalidOperationException)
                {
                    lost++;
                    Console.WriteLine($"  start {start}: {trouble.Message}");
                }

                if (start % 5 == 0 && times.Count > 0)
                    Console.WriteLine($"  {start} starts, at most {times.Max().TotalSeconds:0.0} s");
            }
        }
        finally
        {
            foreach (var loop in loops)
                await loop.DisposeAsync();
        }

        Console.WriteLine($"{count} starts of {file.Services.Count} services, {lost} of them not all in, {times.Count(t => t > Bound)} services later than {Bound.TotalSeconds:0} s");
        if (times.Count > 0)
            Figures.Print("seeds up to being a member, process start included", times);
        return lost == 0 && times.All(t => t <= Bound) ? 0 : 1;
    }

    /// <summary>For each service that has seeds, the time from when they were up to its being a member in their eyes.</summary>
    private static async Task<IReadOnlyDictionary<string, TimeSpan>> StartAsync(ComposeFile file)
    {
        var launched = new ConcurrentDictionary<string, long>();
        var joined = new ConcurrentDictionary<string, TimeSpan>();
        using var stop = new CancellationTokenSource();
        Task watching = Task.CompletedTask;
        await using var topology = await ComposeTopology.StartAsync(file, (topology, service) =>
        {
            // The first is its own seed: the others' is up from here on.
            if (service == Seed)
                return;
            launched[service] = Stopwatch.GetTimestamp();
            if (launched.Count == 1)
                watching = Task.Run(() => WatchAsync(topology, file.Services.Count - 1, launched, joined, stop.Token));
        });
        try
        {
            await watching.WaitAsync(GiveUp);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"not in after {GiveUp}: {string.Join(", ", launched.Keys.Except(joined.Keys))}{topology.Output}");
        }
        finally
        {
            await stop.CancelAsync();
        }

        return joined;
    }

    private static async Task WatchAsync(
        ComposeTopology topology,
        int expected,
        ConcurrentDictionary<string, long> launched,
        ConcurrentDictionary<string, TimeSpan> joined,
        CancellationToken cancellation)
    {
        using var http = topology.ClientAt(Seed);
        while (joined.Count < expected && !cancellation.IsCancellationRequested)
        {
            try
            {
                using var view = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://{Seed}:8500/mesh/v1/cluster"), cancellation));
                foreach (var member in view.RootElement.GetProperty("members").EnumerateArray().Where(m => m.GetProperty("status").GetString() is "up"))
                {
                    var name = member.GetProperty("address").GetString()!.Split(':')[0];
                    if (launched.TryGetValue(name, out var since))
                        joined.TryAdd(name, Stopwatch.GetElapsedTime(since));
                }
            }
            catch (Exception trouble) when (trouble is HttpRequestException or SocketException or IOException or OperationCanceledException)
            {
                // Once more.
            }

            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
