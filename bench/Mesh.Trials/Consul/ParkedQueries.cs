using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mesh.Trials.Consul;

/// <summary>
/// Blocking queries that wait, one connection each, spread over the services: what they cost the node, and how soon
/// after a change those of its service have their answer.
/// </summary>
internal static class ParkedQueries
{
    public static async Task RunAsync(Uri url, int pid, int count)
    {
        var (bytes, times) = await MeasureAsync(url, pid, count);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} parked queries: {bytes / 1e6:0} MB of resident memory more than before, {bytes / count / 1e3:0.0} KB each"));
        Figures.Print("registration sent to the answers of its watchers", times);
    }

    /// <returns>The resident memory that they take together, and how soon those of some services had their answers.</returns>
    public static async Task<(double Bytes, IReadOnlyList<TimeSpan> Answered)> MeasureAsync(Uri url, int pid, int count)
    {
        var before = ResidentBytes(pid);
        var sockets = new Socket[count];
        try
        {
            using var http = new HttpClient { BaseAddress = url };
            var indexes = new string[ConsulLoad.Services];
            for (var i = 0; i < indexes.Length; i++)
                indexes[i] = await IndexAsync(http, i);
            for (var i = 0; i < count; i++)
                sockets[i] = await ParkAsync(url, i % ConsulLoad.Services, indexes[i % ConsulLoad.Services]);
            await WhenParkedAsync(http, count);
            var bytes = ResidentBytes(pid) - before;
            return (bytes, await WakeAsync(http, sockets));
        }
        finally
        {
            foreach (var socket in sockets)
                socket?.Dispose();
        }
    }

    private static async Task<List<TimeSpan>> WakeAsync(HttpClient http, Socket[] sockets)
    {
        var times = new List<TimeSpan>();
        for (var service = 0; service < 20; service++)
        {
            var waiting = sockets.Where((_, i) => i % ConsulLoad.Services == service).ToList();
            var began = Stopwatch.GetTimestamp();
            var answers = waiting.Select(s => AnsweredAsync(s, began)).ToList();
            await ConsulLoad.RegisterAsync(http, service, ConsulLoad.Instances);
            times.AddRange(await Task.WhenAll(answers));
        }

        return times;
    }

    private static async Task<TimeSpan> AnsweredAsync(Socket socket, long began)
    {
        var buffer = new byte[64];
        var read = await socket.ReceiveAsync(buffer);
        if (!Encoding.ASCII.GetString(buffer, 0, read).StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            throw new InvalidOperationException("a watcher was not answered with 200");
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<Socket> ParkAsync(Uri url, int service, string index)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.Host, url.Port);
        var request = $"GET /v1/health/service/s-{service}?passing&index={index}&wait=10m HTTP/1.1\r\nHost: x\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        return socket;
    }

    private static async Task<string> IndexAsync(HttpClient http, int service)
    {
        using var reply = await http.GetAsync(new Uri($"/v1/health/service/s-{service}?passing", UriKind.Relative));
        return reply.Headers.GetValues("X-Consul-Index").Single();
    }

    /// <summary>Until the node says that so many wait, and the memory of their coming has settled.</summary>
    private static async Task WhenParkedAsync(HttpClient http, int count)
    {
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < TimeSpan.FromSeconds(60))
        {
            var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            if (metrics.Contains($"mesh_consul_blocking_queries {count}\n", StringComparison.Ordinal))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"{count} queries did not come to wait");
    }

    private static long ResidentBytes(int pid) => 1_024 * long.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
