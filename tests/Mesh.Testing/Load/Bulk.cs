using System.Globalization;
using Mesh.Testing.Processes;

namespace Mesh.Testing.Load;

/// <summary>Fills a mesh over HTTP: instances without a lease, spread over nodes and over services of 100 each.</summary>
internal static class Bulk
{
    private const int PerService = 100;
    private const int Senders = 16;

    public static Task RegisterAsync(IReadOnlyList<NodeApi> nodes, int instances) => Parallel.ForEachAsync(
        Enumerable.Range(0, instances),
        new ParallelOptions { MaxDegreeOfParallelism = Senders },
        async (n, _) => await nodes[n % nodes.Count].RegisterAsync(
            Text($"service-{n / PerService}"), Text($"instance-{n}"), port: 1 + (n % 65_535)));

    /// <summary>How many instances a node's view holds, by its metrics.</summary>
    public static async Task<int> CountAsync(NodeApi node) => (int)await node.MetricAsync("mesh_instances");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
