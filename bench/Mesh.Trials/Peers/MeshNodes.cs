using Mesh.Testing.Processes;

namespace Mesh.Trials.Peers;

/// <summary>Nodes as processes, joined through the first, with etcd's door.</summary>
internal sealed class MeshNodes : IServers
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromMinutes(2);

    private MeshNodes(NodeProcess[] nodes)
    {
        Nodes = nodes;
        Apis = [.. nodes.Select(n => new NodeApi(n.Http))];
    }

    public IReadOnlyList<NodeProcess> Nodes { get; }

    public IReadOnlyList<NodeApi> Apis { get; }

    /// <summary>Of etcd's doors.</summary>
    public IReadOnlyList<string> Endpoints => [.. Nodes.Select(n => $"127.0.0.1:{n.Ports.Etcd}")];

    /// <summary>Of the native API.</summary>
    public IReadOnlyList<string> Native => [.. Nodes.Select(n => $"127.0.0.1:{n.Ports.Http}")];

    public IReadOnlyList<int> Pids => [.. Nodes.Select(n => n.Pid)];

    public static Task<MeshNodes> StartAsync(int count, params string[] arguments) => StartAsync(count, [], arguments);

    /// <summary>The first, and then all others at once; returns when each knows all of them.</summary>
    public static async Task<MeshNodes> StartAsync(int count, Dictionary<string, string> environment, params string[] arguments)
    {
        string[] all = ["--etcd", "0", "--etcd-json", "0", .. arguments];
        var first = await NodeProcess.StartAsync(environment, all);
        var others = await Task.WhenAll(
            Enumerable.Range(1, count - 1).Select(_ => NodeProcess.StartAsync(environment, ["--seed", first.Address, .. all])));
        var nodes = new MeshNodes([first, .. others]);
        foreach (var api in nodes.Apis)
            await NodeApi.UntilAsync(async () => (await api.MembersAsync()).Length == count, JoinLimit, $"{count} members up");
        return nodes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var api in Apis)
            api.Dispose();
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }
}
