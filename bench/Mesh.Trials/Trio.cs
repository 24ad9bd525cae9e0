using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>Three nodes as processes, joined through the first.</summary>
internal sealed class Trio : IAsyncDisposable
{
    private Trio(NodeProcess[] nodes, NodeApi[] apis)
    {
        Nodes = nodes;
        Apis = apis;
    }

    public NodeProcess[] Nodes { get; }

    public NodeApi[] Apis { get; }

    public static async Task<Trio> StartAsync(params string[] arguments)
    {
        var first = await NodeProcess.StartAsync(arguments);
        NodeProcess[] others =
        [
            await NodeProcess.StartAsync(["--seed", first.Address, .. arguments]),
            await NodeProcess.StartAsync(["--seed", first.Address, .. arguments]),
        ];
        NodeProcess[] nodes = [first, .. others];
        var trio = new Trio(nodes, [.. nodes.Select(n => new NodeApi(n.Http))]);
        foreach (var api in trio.Apis)
            await NodeApi.UntilAsync(async () => (await api.MembersAsync()).Length == 3, TimeSpan.FromSeconds(30), "three members up");
        return trio;
    }

    /// <summary>Puts a new process in the place of one that ended.</summary>
    public async Task ReplaceAsync(int index, params string[] arguments)
    {
        await Nodes[index].DisposeAsync();
        Apis[index].Dispose();
        Nodes[index] = await NodeProcess.StartAsync(["--seed", Nodes[(index + 1) % 3].Address, .. arguments]);
        Apis[index] = new NodeApi(Nodes[index].Http);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var api in Apis)
            api.Dispose();
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }
}
