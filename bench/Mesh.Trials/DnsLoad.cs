using System.Globalization;
using System.Net.Http.Json;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>
/// dnsperf (8 clients, 64 questions outstanding) against the DNS door of one node with 10,000 instances in 1,000
/// services. The load generator runs on the same machine: the figure is what both reach together.
/// </summary>
internal static class DnsLoad
{
    private const int Services = 1_000;
    private const int PerService = 10;
    private const int Seconds = 5;

    private static readonly string[] Tags = ["a", "b"];

    public static async Task RunAsync(int trials)
    {
        await using var node = await NodeProcess.StartAsync("--dns", "0");
        await FillAsync(node);
        foreach (var (name, type, edns) in ((string, string, bool)[])[("SRV, EDNS", "SRV", true), ("A, EDNS", "A", true), ("SRV", "SRV", false), ("A", "A", false)])
        {
            // The first run warms up.
            for (var trial = 0; trial <= trials; trial++)
                Console.WriteLine($"{name,-10} {(trial == 0 ? "warm-up" : trial),-8} {await RunOnceAsync(node.Ports.Dns!.Value, type, edns)}");
        }
    }

    /// <summary>Ten instances of each of a thousand services.</summary>
    public static async Task FillAsync(NodeProcess node)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        await Parallel.ForAsync(0, Services * PerService, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) =>
        {
            var (service, n) = (i / PerService, i % PerService);
            var body = new { host = $"10.{service >> 8}.{service & 255}.{n + 1}", port = 8_000 + n, tags = Tags };
            using var reply = await http.PutAsJsonAsync($"/mesh/v1/services/svc-{service:d4}/i-{n}", body, stop);
            reply.EnsureSuccessStatusCode();
        });
    }

    /// <returns>What dnsperf says of its run, on one line; all that it printed, where that failed.</returns>
    public static async Task<string> RunOnceAsync(int port, string type, bool edns, int seconds = Seconds)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, Enumerable.Range(0, Services).Select(s => $"svc-{s:d4}.service.mesh {type}"));
            string[] arguments =
            [
                "-s", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-d", file,
                "-c", "8", "-q", "64", "-l", seconds.ToString(CultureInfo.InvariantCulture), .. edns ? new[] { "-e" } : [],
            ];
            await using var load = ChildProcess.Start("dnsperf", arguments, []);
            var exit = await load.WaitAsync(TimeSpan.FromSeconds((4 * seconds) + 10));
            var lines = load.Output.Split('\n').Select(l => l.Trim());
            string[] wanted = ["Queries lost", "Queries per second", "Average Latency", "Response codes", "Average packet size"];
            return exit == 0 ? string.Join("; ", lines.Where(l => wanted.Any(l.StartsWith))) : load.Output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
