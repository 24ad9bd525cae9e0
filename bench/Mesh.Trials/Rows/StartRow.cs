using System.Diagnostics;
using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>From the start of a lone server until it serves.</summary>
internal sealed class StartRow : IRow
{
    private const string Etcd = "etcd of one node, in memory";
    private const string ZooKeeper = "ZooKeeper of one server, in memory";

    private readonly Figure _took = new("start of a node until it is ready", "s", Goal.None, Etcd);
    private readonly Figure _processor = new("start of a node: processor time until then", "s", Goal.None, Etcd);
    private readonly Figure _java = new("start of a node until it is ready, beside ZooKeeper", "s", Goal.None, ZooKeeper);

    public string Name => "start";

    public string About => "start of a lone node until it is ready, beside etcd and ZooKeeper";

    public IReadOnlyList<Figure> Figures => [_took, _processor, _java];

    public Task MeasureAsync(Course course) => course.InTurnsAsync(
        () => StartAsync(async () => await MeshNodes.StartAsync(1), course.Readings.Mesh, [_took, _java]),
        () => StartAsync(async () => await EtcdCluster.StartAsync(1, course.Folders.NewInMemory()), course.Readings.Peer, [_took]),
        () => StartAsync(async () => await ZooKeeperServers.StartAsync(1, course.Folders.NewInMemory()), course.Readings.Peer, [_java]));

    private async Task StartAsync(Func<Task<IServers>> start, Action<Figure, double> reading, Figure[] times)
    {
        var began = Stopwatch.GetTimestamp();
        await using var servers = await start();
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var figure in times)
            reading(figure, took);
        if (times.Contains(_took))
            reading(_processor, Proc.ProcessorTime(servers.Pids).TotalSeconds);
    }
}
