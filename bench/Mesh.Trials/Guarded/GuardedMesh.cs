using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;

namespace Mesh.Trials.Guarded;

/// <summary>Three nodes, open or guarded, and a client of theirs.</summary>
internal sealed class GuardedMesh : IAsyncDisposable
{
    private const int Workers = 64;
    private const int Changes = 400;
    private const int Nodes = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    private readonly NodeSecurity? _security;
    private readonly HttpClient _http;
    private readonly List<NodeProcess> _nodes = [];
    private readonly string _signatures = "";
    private int _number;

    private GuardedMesh(Guards guards)
    {
        var handler = new SocketsHttpHandler();
        _http = new HttpClient(handler);
        if (guards is Guards.None)
            return;
        _signatures = guards is Guards.All ? "Require" : "Off";
        _security = new NodeSecurity();
        _security.Arm(_http, handler);
    }

    public static async Task<GuardedMesh> StartAsync(Guards guards)
    {
        var mesh = new GuardedMesh(guards);
        try
        {
            while (mesh._nodes.Count < Nodes)
            {
                string[] seed = mesh._nodes is [var first, ..] ? ["--seed", first.Address] : [];
                mesh._nodes.Add(await NodeProcess.StartAsync(mesh.Settings(), seed));
            }

            await Eventually.IsAsync(mesh.IsWholeAsync, () => "three members at each node", Patience.Limit);
            return mesh;
        }
        catch
        {
            await mesh.DisposeAsync();
            throw;
        }
    }

    public async Task<GuardedFigures> MeasureAsync()
    {
        await LoadAsync(WarmUp);
        int[] pids = [.. _nodes.Select(n => n.Pid)];
        var before = Proc.ProcessorTime(pids);
        var (count, taken) = await LoadAsync(Measured);
        var processor = (Proc.ProcessorTime(pids) - before).TotalMilliseconds / count;
        var times = await PropagateAsync();
        return new(count / taken.TotalSeconds, processor, Figures.At(times, 0.5), Figures.At(times, 0.99));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _http.Dispose();
        _security?.Dispose();
    }

    private Dictionary<string, string> Settings() => _security is null
        ? []
        : new(_security.Environment(IPAddress.Loopback)) { ["Mesh__Tls__Signatures"] = _signatures };

    private Uri At(int node, string path) =>
        new UriBuilder(_nodes[node].Http) { Scheme = _security is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, Path = "/mesh/v1/" + path }.Uri;

    private async Task<bool> IsWholeAsync()
    {
        for (var node = 0; node < Nodes; node++)
        {
            var text = await _http.GetStringAsync(At(node, "cluster"));
            if (text.Split("\"status\":\"up\"").Length != Nodes + 1)
                return false;
        }

        return true;
    }

    private async Task<(int Count, TimeSpan Taken)> LoadAsync(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Workers).Select(async worker =>
        {
            var done = 0;
            for (; Stopwatch.GetElapsedTime(began) < time; done++)
                await RegisterAsync(worker % Nodes, $"load-{worker}", $"i-{Interlocked.Increment(ref _number)}");
            return done;
        }));
        return (counts.Sum(), Stopwatch.GetElapsedTime(began));
    }

    private async Task RegisterAsync(int node, string service, string id)
    {
        using var reply = await _http.PutAsJsonAsync(At(node, $"services/{service}/{id}"), new { host = "10.0.0.1", port = 80, ttl = "10m" });
        reply.EnsureSuccessStatusCode();
    }

    /// <returns>In milliseconds, sorted.</returns>
    private async Task<double[]> PropagateAsync()
    {
        await RegisterAsync(0, "watched", "first");
        await using var stream = await _http.GetStreamAsync(new Uri(At(1, "watch") + "?service=watched"));
        using var reader = new StreamReader(stream);
        var times = new double[Changes];
        for (var n = 0; n < Changes; n++)
        {
            var (id, began) = ($"w-{n}", Stopwatch.GetTimestamp());
            var told = UntilAsync(reader, $"\"{id}\"");
            await RegisterAsync(0, "watched", id);
            times[n] = Stopwatch.GetElapsedTime(began, await told).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static async Task<long> UntilAsync(StreamReader reader, string mark)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Contains(mark, StringComparison.Ordinal))
                return Stopwatch.GetTimestamp();
        }

        throw new InvalidOperationException("the watch ended");
    }
}
