using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Client.Testing;

/// <summary>Real nodes of one mesh inside this process, on free ports of loopback, by real time.</summary>
public sealed class LocalMesh : IAsyncDisposable
{
    private readonly List<IHost> _nodes = [];

    private LocalMesh()
    {
    }

    /// <summary>One for each node, in the order in which they were started.</summary>
    public IReadOnlyList<IMeshClient> Clients => [.. _nodes.Select(n => n.Services.GetRequiredService<IMeshClient>())];

    /// <summary>For the application under test: <c>AddMesh(m => m.WithSeeds(mesh.Seeds))</c>.</summary>
    public IReadOnlyList<string> Seeds => [.. _nodes.Select(n => n.Services.GetRequiredService<IMeshInspector>().SelfAddress!)];

    /// <summary>Starts so many nodes and returns once they are ready.</summary>
    /// <param name="configure">Of each node.</param>
    /// <exception cref="OperationCanceledException">They were not ready before <paramref name="cancellation"/>; what was started is stopped.</exception>
    public static async Task<LocalMesh> StartAsync(
        int nodes = 1, Action<MeshBuilder>? configure = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        var mesh = new LocalMesh();
        try
        {
            while (mesh._nodes.Count < nodes)
                await mesh.AddAsync(configure, cancellation);
        }
        catch
        {
            await mesh.DisposeAsync();
            throw;
        }

        return mesh;
    }

    /// <summary>Starts another node.</summary>
    public async Task<IMeshClient> AddAsync(Action<MeshBuilder>? configure = null, CancellationToken cancellation = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        // What the process that tests has in its environment is not meant for these nodes.
        builder.Configuration.Sources.Clear();
        var seeds = Seeds;
        builder.AddMesh(m =>
        {
            m.WithSeeds(seeds);
            configure?.Invoke(m);
        });
        var node = builder.Build();
        _nodes.Add(node);
        await node.StartAsync(cancellation);
        var client = node.Services.GetRequiredService<IMeshClient>();
        await client.WhenReadyAsync(cancellation);
        return client;
    }

    /// <summary>Lets the last node leave the mesh in order.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public async Task RemoveAsync(CancellationToken cancellation = default)
    {
        if (_nodes.Count == 0)
            throw new InvalidOperationException("no node is left");
        var node = _nodes[^1];
        _nodes.RemoveAt(_nodes.Count - 1);
        await node.StopAsync(cancellation);
        node.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        while (_nodes.Count > 0)
            await RemoveAsync();
    }
}
