using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>Renewals a second of 10,000 leases over sixteen streams, at three nodes.</summary>
internal sealed class KeepAliveRow : IRow
{
    private const string Peer = "etcd in memory";

    private readonly Figure _rate = new("keep-alives of 10,000 leases, c=16", "1/s", Goal.AtLeastTimes(2), Peer);
    private readonly Figure _late = new("keep-alives of 10,000 leases, c=16, p99", "ms", Goal.None, Peer);

    public string Name => "keepalive";

    public string About => "renewals of leases at three nodes, through the etcd door, beside etcd";

    public IReadOnlyList<Figure> Figures => [_rate, _late];

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
        var load = await LoadTool.RunAsync(
            "keepalive", servers.Endpoints, ("workers", 16), ("count", course.Of(10_000, 2_000)), ("seconds", course.Seconds), ("warm", course.WarmUp));
        reading(_rate, load.Rate);
        reading(_late, load.P99);
    }
}
