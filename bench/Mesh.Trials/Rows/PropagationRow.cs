using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>From a change that a client makes at one of three nodes to its being told to a watcher at another.</summary>
internal sealed class PropagationRow : IRow
{
    private const string Disk = "etcd on disk";
    private const string Memory = "etcd in memory";

    private readonly Figure _p50 = new("put to watch, etcd door, p50", "ms", Goal.AtMostTimes(0.5), Disk);
    private readonly Figure _p99 = new("put to watch, etcd door, p99", "ms", Goal.AtMostTimes(0.7), Disk);
    private readonly Figure _p50Memory = new("put to watch, etcd door, p50, beside etcd in memory", "ms", Goal.None, Memory);
    private readonly Figure _p99Memory = new("put to watch, etcd door, p99, beside etcd in memory", "ms", Goal.AtMostTimes(1), Memory);
    private readonly Figure _native50 = new("registration to watch, native, p50", "ms", Goal.AtMostTimes(0.5), Disk);
    private readonly Figure _native99 = new("registration to watch, native, p99", "ms", Goal.AtMostTimes(0.7), Disk);

    public string Name => "propagation";

    public string About => "a change at one of three nodes until a watcher of another is told, beside etcd on disk and in memory";

    public IReadOnlyList<Figure> Figures => [_p50, _p99, _p50Memory, _p99Memory, _native50, _native99];

    public Task MeasureAsync(Course course) => course.InTurnsAsync(
        async () =>
        {
            await using var mesh = await MeshNodes.StartAsync(3);
            var door = await RunAsync(course, "propagation", mesh.Endpoints);
            var native = await RunAsync(course, "propagation-native", mesh.Native);
            Read(course.Readings.Mesh, door, [_p50, _p50Memory], [_p99, _p99Memory]);
            Read(course.Readings.Mesh, native, [_native50], [_native99]);
        },
        async () =>
        {
            await using var etcd = await EtcdCluster.StartAsync(3, course.Folders.NewOnDisk());
            Read(course.Readings.Peer, await RunAsync(course, "propagation", etcd.Endpoints), [_p50, _native50], [_p99, _native99]);
        },
        async () =>
        {
            await using var etcd = await EtcdCluster.StartAsync(3, course.Folders.NewInMemory());
            Read(course.Readings.Peer, await RunAsync(course, "propagation", etcd.Endpoints), [_p50Memory], [_p99Memory]);
        });

    private static Task<LoadFigures> RunAsync(Course course, string load, IEnumerable<string> endpoints) =>
        LoadTool.RunAsync(load, endpoints, ("count", course.Of(1_000, 200)));

    private static void Read(Action<Figure, double> reading, LoadFigures load, Figure[] p50, Figure[] p99)
    {
        foreach (var figure in p50)
            reading(figure, load.P50);
        foreach (var figure in p99)
            reading(figure, load.P99);
    }
}
