using System.Diagnostics;
using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>A real etcd on free loopback ports with a data directory of its own, looked at and changed by etcdctl.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private static readonly KeyValuePair<string, string>[] Environment = [new("ETCDCTL_API", "3")];

    private readonly string _data = Directory.CreateTempSubdirectory("mesh-etcd").FullName;
    private readonly int _port = FreePorts.Take();
    private readonly int _peer = FreePorts.Take();
    private ChildProcess? _process;
    private string _token = "first";

    private EtcdServer()
    {
    }

    public string Url => $"http://127.0.0.1:{_port}";

    public static async Task<EtcdServer> StartAsync()
    {
        var server = new EtcdServer();
        try
        {
            await server.RunAsync();
            return server;
        }
        catch (Exception)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it and starts it again on the same data.</summary>
    public async Task RestartAsync(Func<Task>? meanwhile = null)
    {
        await EndAsync();
        if (meanwhile is not null)
            await meanwhile();
        await RunAsync();
    }

    /// <summary>Puts another etcd in its place: empty, and with an id of its own.</summary>
    public async Task ReplaceAsync()
    {
        await EndAsync();
        Directory.Delete(_data, recursive: true);
        _token = Guid.NewGuid().ToString("N");
        await RunAsync();
    }

    public Task PutAsync(string key, string value = "") => CtlAsync("put", key, value);

    public Task DeleteAsync(string key, bool isPrefix = false) =>
        isPrefix ? CtlAsync("del", "--prefix", key) : CtlAsync("del", key);

    /// <summary>The keys under a prefix, in order.</summary>
    public async Task<string[]> KeysAsync(string prefix = "/services/") =>
        [.. (await ReadAsync(prefix)).Select(k => k.Key)];

    public async Task<(string Key, string Value, long Create, long Lease)[]> ReadAsync(string prefix = "/services/")
    {
        using var json = JsonDocument.Parse(await CtlAsync("get", "--prefix", prefix, "-w", "json"));
        return json.RootElement.TryGetProperty("kvs", out var kvs)
            ? [.. kvs.EnumerateArray().Select(k => (
                Text(k, "key"), Text(k, "value"), k.GetProperty("create_revision").GetInt64(), k.TryGetProperty("lease", out var l) ? l.GetInt64() : 0))]
            : [];
    }

    /// <summary>The revision of the store: it grows with each write.</summary>
    public async Task<long> RevisionAsync()
    {
        using var json = JsonDocument.Parse(await CtlAsync("get", "/none", "-w", "json"));
        return json.RootElement.GetProperty("header").GetProperty("revision").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>One that could not be started has no process: what went wrong then is what the test is to tell.</summary>
    private ValueTask EndAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes.GetBytesFromBase64()) : "";

    private async Task RunAsync()
    {
        var peer = $"http://127.0.0.1:{_peer}";
        var process = _process = ChildProcess.Start(
            "etcd",
            [
                "--data-dir", _data, "--listen-client-urls", Url, "--advertise-client-urls", Url,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}",
                "--initial-cluster-token", _token,
            ],
            Environment);
        await Eventually.EqualAsync(true, IsHealthyAsync, "etcd is healthy", () => process.Output);
    }

    private async Task<bool> IsHealthyAsync() => (await TryCtlAsync("endpoint", "health")).Exit == 0;

    private async Task<string> CtlAsync(params string[] arguments)
    {
        var (exit, output, error) = await TryCtlAsync(["--command-timeout", "60s", .. arguments]);
        return exit == 0
            ? output
            : throw new InvalidOperationException($"etcdctl {string.Join(' ', arguments)} ended with {exit}: {error}");
    }

    private async Task<(int Exit, string Output, string Error)> TryCtlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("etcdctl", ["--endpoints", Url, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in Environment)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience.Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
