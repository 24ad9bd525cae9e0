using System.Globalization;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Consul;

/// <summary>
/// The Consul door of one node: health queries with wrk, parked queries, and the same queries against Consul itself
/// where it is installed. Server and load share the machine, so the figures are of both together.
/// </summary>
internal static class ConsulTrial
{
    private const int Seconds = 5;
    private static readonly int[] Connections = [1, 16, 64];

    public static async Task RunAsync(int parked)
    {
        await using var node = await NodeProcess.StartAsync("--consul");
        Console.WriteLine($"{ConsulLoad.Services} services with {ConsulLoad.Instances} instances each, answers of {await FillAsync(node.Http)} bytes");
        var ours = await QueryAsync("mesh", node.Http);
        await ParkedQueries.RunAsync(node.Http, node.Pid, parked);
        if (await ConsulPeer.TryStartAsync() is not { } peer)
        {
            Console.WriteLine("consul is not installed: no figures of the peer");
            return;
        }

        await using (peer)
        {
            Console.WriteLine($"consul: answers of {await FillAsync(peer.Url)} bytes");
            var theirs = await QueryAsync("consul", peer.Url);
            foreach (var (what, rate) in ours)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-32} {rate / theirs[what]:0.0} x consul"));
        }
    }

    private static async Task<int> FillAsync(Uri url)
    {
        await ConsulLoad.FillAsync(url);
        using var http = new HttpClient { BaseAddress = url };
        return (await http.GetByteArrayAsync(new Uri("/v1/health/service/s-7?passing", UriKind.Relative))).Length;
    }

    private static async Task<Dictionary<string, double>> QueryAsync(string who, Uri url)
    {
        var rates = new Dictionary<string, double>();
        await ConsulLoad.WrkAsync(url, Connections[^1], "passing", Seconds);
        foreach (var query in (string[])["passing", "passing&stale", "passing&cached"])
        {
            foreach (var connections in Connections)
            {
                var (rate, text) = await ConsulLoad.WrkAsync(url, connections, query, Seconds);
                var what = $"?{query} c={connections}";
                rates[what] = rate;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{who,-8}{what,-24}{rate,10:0}/s  {ConsulLoad.LatencyOf(text)}"));
            }
        }

        return rates;
    }
}
