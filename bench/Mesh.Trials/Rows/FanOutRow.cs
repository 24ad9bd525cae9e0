using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>One change that 10,000 watchers at three nodes wait for, until the last of them has it.</summary>
internal sealed class FanOutRow : IRow
{
    private const string Peer = "etcd in memory";

    private readonly Figure _all = new("one change until the last of 10,000 watchers has it, p50", "ms", Goal.AtMostTimes(1), Peer);
    private readonly Figure _worst = new("one change until the last of 10,000 watchers has it, worst of five", "ms", Goal.None, Peer);

    public string Name => "fanout";

    public string About => "one change, 10,000 watchers through the etcd door of three nodes, beside etcd";

    public IReadOnlyList<Figure> Figures => [_all, _worst];

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
        var load = await LoadTool.RunAsync("fanout", servers.Endpoints, ("count", course.Of(10_000, 1_000)), ("changes", 5));
        reading(_all, load.P50);
        reading(_worst, load.Max);
    }
}
