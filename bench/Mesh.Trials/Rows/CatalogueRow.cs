using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>
/// Three fresh nodes are filled with 10,000 instances of 1,000 services, each under its lease, read, and told all of it again,
/// as after a loss of connection of everybody.
/// </summary>
internal sealed class CatalogueRow : IRow
{
    private const int Instances = 10_000;
    private const string Peer = "etcd in memory";

    private static readonly int[] Workers = [64, 16, 1];

    private readonly Figure _fill = new("fill of 10,000 instances, fresh nodes", "1/s", Goal.AtLeastTimes(5), Peer);
    private readonly Figure _again = new("10,000 instances come again, under new leases", "1/s", Goal.AtLeastTimes(5), Peer);
    private readonly Figure _memory = new("resident memory of a node with 10,000", "MB", Goal.AtMostTimes(0.5), Peer);
    private readonly Figure[] _read =
        [.. Workers.Select(w => new Figure($"reads of 10 instances among 10,000, c={w}", "1/s", Goal.AtLeastTimes(3), Peer))];

    public string Name => "catalogue";

    public string About => "10,000 instances at three nodes: fill, memory, reads, and all of them again, beside etcd";

    public IReadOnlyList<Figure> Figures => [_fill, _again, .. _read, _memory];

    public Task MeasureAsync(Course course) => course.InTurnsAsync(
        async () =>
        {
            await using var mesh = await MeshNodes.StartAsync(3);
            await LoadAsync(course, mesh, course.Readings.Mesh);
        },
        async () =>
        {
            await using var etcd = await EtcdCluster.StartAsync(3, course.Folders.NewInMemory());
            await LoadAsync(course, etcd, course.Readings.Peer);
        });

    private async Task LoadAsync(Course course, IServers servers, Action<Figure, double> reading)
    {
        reading(_fill, (await LoadTool.RunAsync("fill", servers.Endpoints, ("count", Instances))).Rate);
        // A real etcd reads slowly after a burst of writes, until some commits have passed: not what is asked here.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        reading(_memory, servers.Pids.Average(Proc.ResidentMegabytes));
        for (var i = 0; i < Workers.Length; i++)
        {
            var load = await LoadTool.RunAsync(
                "get", servers.Endpoints, ("count", Instances), ("workers", Workers[i]), ("seconds", course.Seconds), ("warm", i == 0 ? course.WarmUp : 0.5));
            reading(_read[i], load.Rate);
        }

        reading(_again, (await LoadTool.RunAsync("fill", servers.Endpoints, ("count", Instances))).Rate);
    }
}
