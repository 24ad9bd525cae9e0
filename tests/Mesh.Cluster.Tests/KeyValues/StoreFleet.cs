using Mesh.Client;
using Mesh.Testing;

namespace Mesh.Cluster.Tests.KeyValues;

/// <summary>Nodes of one mesh; those that were declared dead are out of it.</summary>
internal sealed class StoreFleet : IAsyncDisposable
{
    private readonly List<EmbeddedNode> _all;
    private readonly Action<MeshBuilder>? _configure;

    private StoreFleet(IEnumerable<EmbeddedNode> nodes, Action<MeshBuilder>? configure)
    {
        _all = [.. nodes];
        Nodes = [.. _all];
        _configure = configure;
    }

    public List<EmbeddedNode> Nodes { get; }

    public EmbeddedNode this[int index] => Nodes[index];

    public static async Task<StoreFleet> StartAsync(int count, Action<MeshBuilder>? configure) =>
        new(await EmbeddedNode.StartManyAsync(count, configure), configure);

    public async Task AddAsync()
    {
        var node = await EmbeddedNode.StartAsync(_configure, [Nodes[0]]);
        _all.Add(node);
        Nodes.Add(node);
    }

    /// <summary>Another node declares this one dead, which takes no leave and then ends.</summary>
    public async Task DownAsync(int index)
    {
        var node = Nodes[index];
        Nodes.RemoveAt(index);
        Assert.True(await Nodes[0].Inspector.DownAsync(node.Address));
        await node.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _all)
            await node.DisposeAsync();
    }
}
