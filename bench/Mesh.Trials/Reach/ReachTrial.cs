using System.Diagnostics;
using System.Net.Http.Json;
using dotnet_etcd;
using Grpc.Core;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Reach;

/// <summary>
/// What an answer costs that means everywhere, beside one that means this node: a registration over HTTP and a put over gRPC, one
/// after the other, at two nodes of one mesh of which only one waits for the members. In turns, so that both meet the same machine.
/// </summary>
internal static class ReachTrial
{
    private const int WarmUp = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly int[] Sizes = [1, 3, 10];

    public static async Task<int> RunAsync(int writes)
    {
        foreach (var size in Sizes)
            await RunAsync(size, writes);
        return 0;
    }

    private static async Task RunAsync(int size, int writes)
    {
        var nodes = new List<NodeProcess>();
        try
        {
            nodes.Add(await StartAsync("250ms", null));
            // A mesh of one has no second node: it is compared with another of one.
            nodes.Add(await StartAsync("0s", size > 1 ? nodes[0] : null));
            while (nodes.Count < size)
                nodes.Add(await StartAsync("250ms", nodes[0]));
            foreach (var node in nodes)
            {
                using var api = new NodeApi(node.Http);
                await NodeApi.UntilAsync(async () => (await api.MembersAsync()).Length == size, Limit, $"{size} members up");
            }

            await MeasureAsync(size, writes, nodes[0], nodes[1]);
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(int size, int writes, NodeProcess everywhere, NodeProcess local)
    {
        using var http = new HttpClient();
        using var waiting = Client(everywhere);
        using var direct = Client(local);
        var times = Enumerable.Range(0, 4).Select(_ => new List<TimeSpan>(writes)).ToArray();
        var unconfirmed = 0;
        for (var n = -WarmUp; n < writes; n++)
        {
            var turn = n;
            TimeSpan[] taken =
            [
                await TimeAsync(async () => unconfirmed += await RegisterAsync(http, everywhere, turn)),
                await TimeAsync(() => RegisterAsync(http, local, turn)),
                await TimeAsync(() => waiting.PutAsync($"reach/{turn}", "everywhere")),
                await TimeAsync(() => direct.PutAsync($"local/{turn}", "local")),
            ];
            if (n < 0)
                continue;
            for (var way = 0; way < times.Length; way++)
                times[way].Add(taken[way]);
        }

        Console.WriteLine($"members: {size}; registrations answered with a member unconfirmed: {unconfirmed} of {writes + WarmUp}");
        Figures.Print("  register over HTTP, everywhere", times[0]);
        Figures.Print("  register over HTTP, local", times[1]);
        Figures.Print("  put over gRPC, everywhere", times[2]);
        Figures.Print("  put over gRPC, local", times[3]);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> write)
    {
        var began = Stopwatch.GetTimestamp();
        await write();
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>1: a member had not confirmed.</summary>
    private static async Task<int> RegisterAsync(HttpClient http, NodeProcess at, int number)
    {
        using var reply = await http.PutAsJsonAsync(
            new Uri(at.Http, $"/mesh/v1/services/reach/i{number}-{at.Ports.Remoting}"), new { host = "10.0.0.1", port = 80, lifetime = "floating" });
        reply.EnsureSuccessStatusCode();
        return reply.Headers.Contains("mesh-unconfirmed") ? 1 : 0;
    }

    private static EtcdClient Client(NodeProcess node) =>
        new($"http://127.0.0.1:{node.Ports.Etcd}", configureChannelOptions: o => o.Credentials = ChannelCredentials.Insecure);

    private static Task<NodeProcess> StartAsync(string reach, NodeProcess? seed) => NodeProcess.StartAsync(
        new Dictionary<string, string> { ["Mesh__WriteReach"] = reach },
        ["--etcd", "0", "--etcd-json", "0", .. seed is null ? (string[])[] : ["--seed", seed.Address]]);
}
