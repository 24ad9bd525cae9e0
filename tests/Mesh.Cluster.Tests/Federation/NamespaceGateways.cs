using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Compose;
using Mesh.Testing.Network;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Federation;

/// <summary>
/// Meshes of a closed federation, each one gateway in a network namespace of its own; the name of a host is that of its
/// mesh. The first is the seed of the others.
/// </summary>
internal sealed class NamespaceGateways(NamespaceNetwork network) : IAsyncDisposable
{
    private const int Port = 4100;
    private const string Rule = "10";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-namespaces-");
    private readonly Dictionary<string, ChildProcess> _processes = [];
    private readonly Dictionary<string, HttpClient> _clients = [];

    public async Task MakeKeysAsync()
    {
        await CertsAsync("authority", "--out", Folder("ca"));
        foreach (var mesh in network.Hosts)
        {
            await CertsAsync("mesh", mesh, "--authority", Folder("ca"), "--out", Folder(mesh));
            await CertsAsync("gateway", "--mesh", Folder(mesh), "--host", $"{network.AddressOf(mesh)}", "--out", Folder(mesh + "-1"));
        }
    }

    /// <summary>No datagram leaves the host any more; connections do as before.</summary>
    public Task BlockDatagramsAsync(string mesh) =>
        IpCommand.RunAsync("-n", network.NamespaceOf(mesh), "rule", "add", "pref", Rule, "ipproto", "udp", "blackhole");

    public Task PassDatagramsAsync(string mesh) => IpCommand.RunAsync("-n", network.NamespaceOf(mesh), "rule", "del", "pref", Rule);

    public async Task StartAsync(string mesh)
    {
        var address = network.AddressOf(mesh);
        string[] seed = mesh == network.Hosts.First() ? [] : ["--federation-seed", AddressOf(network.Hosts.First())];
        _processes[mesh] = ChildProcess.Start(
            "ip",
            [
                "netns", "exec", network.NamespaceOf(mesh), NodeBinary.Path, "node", "--host", $"{address}", "--insecure", "--mesh", mesh,
                "--gateway", AddressOf(mesh), "--federation-credentials", Folder(mesh + "-1"), .. seed,
            ],
            []);
        var client = network.ClientAt(mesh);
        client.BaseAddress = new Uri($"http://{address}:8500");
        _clients[mesh] = client;
        await UntilAsync(
            mesh,
            async () => (await client.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode,
            "is ready");
    }

    public string AddressOf(string mesh) => $"{network.AddressOf(mesh)}:{Port}";

    public async Task RegisterAndExportAsync(string mesh, string service, string id)
    {
        using var body = JsonContent.Create(new { host = "10.0.0.1", port = 8080 });
        (await _clients[mesh].PutAsync(new Uri($"/mesh/v1/services/{service}/{id}", UriKind.Relative), body)).EnsureSuccessStatusCode();
        (await _clients[mesh].PutAsync(new Uri($"/mesh/v1/exports/{service}", UriKind.Relative), null)).EnsureSuccessStatusCode();
    }

    public Task FindsAsync(string asker, string service, string id) => UntilAsync(
        asker,
        async () => (await _clients[asker].GetStringAsync(new Uri($"/mesh/v1/services/{service}", UriKind.Relative))).Contains($"\"{id}\"", StringComparison.Ordinal),
        $"finds {id} of {service}");

    /// <summary>Ends when a ping is answered by this carrier.</summary>
    public Task AnswersByAsync(string asker, string asked, string carrier) => UntilAsync(
        asker,
        async () =>
        {
            using var body = JsonContent.Create(new { address = AddressOf(asked) });
            using var reply = await _clients[asker].PostAsync(new Uri("/mesh/v1/kad/ping", UriKind.Relative), body);
            if (!reply.IsSuccessStatusCode)
                return false;
            using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
            return json.RootElement.GetProperty("carrier").GetString() == carrier;
        },
        $"is answered by {asked} by {carrier}");

    public async Task<string> MetricsAsync(string mesh) => await _clients[mesh].GetStringAsync(new Uri("/metrics", UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task CertsAsync(params string[] arguments)
    {
        await using var run = ChildProcess.Start(NodeBinary.Path, ["certs", .. arguments], []);
        Assert.True(await run.WaitAsync(Limit) == 0, run.Output);
    }

    private Task UntilAsync(string mesh, Func<Task<bool>> condition, string what) => Eventually.SeesAsync(
        condition,
        so => so,
        $"that {mesh} {what}",
        _ => $"it never is so; it printed:\n{_processes[mesh].Output}",
        Limit,
        // It does not listen yet, or takes its time.
        passes: trouble => trouble is HttpRequestException or OperationCanceledException && !_processes[mesh].HasExited);

    private string Folder(string name) => Path.Combine(_folder.FullName, name);
}
