using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Peers;

/// <summary>A real etcd with its default timings.</summary>
internal sealed class EtcdCluster : IServers
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess[] _members;
    private readonly int[] _ports;
    private readonly string _folder;

    private EtcdCluster(ChildProcess[] members, int[] ports, string folder)
    {
        _members = members;
        _ports = ports;
        _folder = folder;
    }

    public IReadOnlyList<string> Endpoints => [.. _ports.Select(p => $"127.0.0.1:{p}")];

    public IReadOnlyList<int> Pids => [.. _members.Select(m => m.Pid)];

    /// <param name="folder">Of its data, which go with it: it waits for the disk that this is on.</param>
    public static async Task<EtcdCluster> StartAsync(int count, string folder)
    {
        int[] ports = [.. Enumerable.Range(0, count).Select(_ => FreePorts.Take())];
        int[] peers = [.. Enumerable.Range(0, count).Select(_ => FreePorts.Take())];
        var cluster = string.Join(',', peers.Select((p, n) => $"n{n}=http://127.0.0.1:{p}"));
        var members = ports.Select((port, n) => ChildProcess.Start(
            "etcd",
            [
                "--name", $"n{n}", "--data-dir", Path.Combine(folder, $"{n}"), "--logger", "zap", "--log-level", "error",
                "--listen-client-urls", $"http://127.0.0.1:{port}", "--advertise-client-urls", $"http://127.0.0.1:{port}",
                "--listen-peer-urls", $"http://127.0.0.1:{peers[n]}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peers[n]}",
                "--initial-cluster", cluster, "--initial-cluster-state", "new",
            ],
            []));
        var etcd = new EtcdCluster([.. members], ports, folder);
        using var http = new HttpClient();
        foreach (var port in ports)
            await NodeApi.UntilAsync(() => IsHealthyAsync(http, port), StartLimit, "a healthy etcd");
        return etcd;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
            await member.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http, int port)
    {
        try
        {
            return (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/health"))).Contains("true", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
