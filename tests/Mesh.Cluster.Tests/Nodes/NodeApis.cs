using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

/// <summary>The native APIs of several nodes.</summary>
internal sealed class NodeApis(params NodeProcess[] nodes) : IDisposable
{
    public NodeApi[] All { get; } = [.. nodes.Select(n => new NodeApi(n.Http))];

    public void Dispose()
    {
        foreach (var api in All)
            api.Dispose();
    }
}
