using System.Text.Json;
using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>Memory of a node with 100,000 instances beside etcd's, and of an instance at 10,000, 100,000 and a million.</summary>
internal sealed class MemoryRow : IRow
{
    private const string Peer = "etcd in memory";

    private static readonly TimeSpan FillLimit = TimeSpan.FromMinutes(6);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly int[] Counts = [10_000, 100_000, 1_000_000];
    private static readonly int[] QuickCounts = [1_000, 5_000, 20_000];

    private readonly Figure _node = new("resident memory of each of three nodes with 100,000 instances", "MB", Goal.AtMostTimes(0.5), Peer);
    private readonly Figure[] _live =
        [.. Counts.Select(c => new Figure($"memory of an instance at {Numbers.Text(c)}, alive after a collection", "KB", Goal.None))];
    private readonly Figure[] _resident = [.. Counts.Select(c => new Figure($"memory of an instance at {Numbers.Text(c)}, resident", "KB", Goal.None))];

    public string Name => "memory";

    public string About => "memory of nodes with 100,000 instances beside etcd, and of an instance at 10,000, 100,000 and a million";

    public TimeSpan Limit => TimeSpan.FromMinutes(10);

    public IReadOnlyList<Figure> Figures => [_node, .. _live, .. _resident];

    public async Task MeasureAsync(Course course)
    {
        await InstancesAsync(course);
        course.Say("three nodes of Mesh");
        await using (var mesh = await MeshNodes.StartAsync(3))
            course.Readings.Mesh(_node, await NodeAsync(course, mesh));
        course.Say("three nodes of etcd");
        await using var etcd = await EtcdCluster.StartAsync(3, course.Folders.NewInMemory());
        course.Readings.Peer(_node, await NodeAsync(course, etcd));
    }

    private static async Task<double> NodeAsync(Course course, IServers servers)
    {
        // A node of Mesh takes 65,536 leases: ten instances each share one, at both.
        await LoadTool.RunAsync("fill", servers.Endpoints, ("count", course.Of(100_000, 5_000)), ("perlease", 10));
        await Task.Delay(TimeSpan.FromSeconds(course.Of(10, 3)), TimeProvider.System);
        return servers.Pids.Average(Proc.ResidentMegabytes);
    }

    /// <summary>In a process that embeds its node: over a network a million would take longer than the run has.</summary>
    private async Task InstancesAsync(Course course)
    {
        var counts = course.Of(Counts, QuickCounts);
        await using var host = await EmbeddingHost.StartAsync(["fill", .. counts.Select(c => $"{c}")]);
        var first = default(Held);
        for (var i = -1; i < counts.Length; i++)
        {
            var count = i < 0 ? 0 : counts[i];
            await NodeApi.UntilAsync(() => Task.FromResult(Read(host, count) is not null), FillLimit, $"{count} instances");
            var held = Read(host, count)!;
            course.Say($"{count} instances in one process");
            first ??= held;
            if (i < 0)
                continue;
            course.Readings.Mesh(_live[i], (held.Live - first.Live) / 1e3 / count);
            course.Readings.Mesh(_resident[i], (held.Resident - first.Resident) / 1e3 / count);
        }
    }

    private static Held? Read(EmbeddingHost host, int count) => host.Lines.Where(l => l.StartsWith('{'))
        .Select(l => JsonSerializer.Deserialize<Held>(l, Json)).FirstOrDefault(h => h!.Instances == count);

    private sealed record Held(int Instances, double Live, double Resident);
}
