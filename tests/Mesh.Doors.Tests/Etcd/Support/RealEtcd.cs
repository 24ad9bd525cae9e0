using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Etcd.Support;

/// <summary>A real etcd of one node, with its data in a folder that goes with it.</summary>
internal sealed class RealEtcd : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly DirectoryInfo _data;

    private RealEtcd(ChildProcess process, DirectoryInfo data, int port)
    {
        _process = process;
        _data = data;
        Port = port;
    }

    public int Port { get; }

    public string Endpoint => $"127.0.0.1:{Port}";

    public static async Task<RealEtcd> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("mesh-etcd-");
        var (client, peer) = (FreePorts.Take(), FreePorts.Take());
        var process = ChildProcess.Start(
            "etcd",
            [
                "--name", "n0", "--data-dir", data.FullName, "--log-level", "error", "--logger", "zap",
                "--listen-client-urls", $"http://127.0.0.1:{client}", "--advertise-client-urls", $"http://127.0.0.1:{client}",
                "--listen-peer-urls", $"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peer}",
                "--initial-cluster", $"n0=http://127.0.0.1:{peer}",
            ],
            []);
        var etcd = new RealEtcd(process, data, client);
        await NodeApi.UntilAsync(etcd.IsHealthyAsync, Limit, "a healthy etcd");
        return etcd;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task<bool> IsHealthyAsync() =>
        (await ClientRun.Async("etcdctl", ["--endpoints", Endpoint, "endpoint", "health"], environment: Etcdctl.Environment)).Exit == 0;
}
