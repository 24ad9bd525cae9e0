using Mesh.Testing;
using Mesh.Testing.Compose;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

/// <summary>A node as a process in each network namespace, joined through the first.</summary>
internal sealed class NamespaceNodes : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Dictionary<string, ChildProcess> _processes = [];
    private readonly Dictionary<string, NodeApi> _apis = [];

    private NamespaceNodes()
    {
    }

    public static async Task<NamespaceNodes> StartAsync(NamespaceNetwork network)
    {
        var nodes = new NamespaceNodes();
        try
        {
            var seed = network.AddressOf(network.Hosts.First());
            foreach (var host in network.Hosts)
            {
                var address = network.AddressOf(host);
                nodes._processes[host] = ChildProcess.Start(
                    "ip",
                    ["netns", "exec", network.NamespaceOf(host), NodeBinary.Path, "node", "--host", $"{address}", "--insecure", "--seed", $"{seed}:4053"],
                    []);
                nodes._apis[host] = new NodeApi(new Uri($"http://{address}:8500"), network.ClientAt(host));
            }

            foreach (var host in network.Hosts)
                await nodes.JoinedAsync(host, network.Hosts.Count);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    public NodeApi ApiOf(string host) => _apis[host];

    public async ValueTask DisposeAsync()
    {
        foreach (var api in _apis.Values)
            api.Dispose();
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
    }

    private Task JoinedAsync(string host, int members) => Eventually.SeesAsync(
        _apis[host].MembersAsync,
        seen => seen.Length == members,
        $"{members} members at {host}",
        seen => $"{string.Join(", ", seen ?? [])}; it printed:\n{_processes[host].Output}",
        Limit,
        TimeSpan.FromMilliseconds(100),
        // It does not listen yet, or takes its time.
        trouble => trouble is HttpRequestException or OperationCanceledException && !_processes[host].HasExited);
}
