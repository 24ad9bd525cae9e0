using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>One node beside an etcd of one: puts, and reads of ten keys among 10,000. Redis, which replicates nothing, as the ceiling.</summary>
internal sealed class PutRow : IRow
{
    private const string Peer = "etcd of one node, in memory";

    private static readonly int[] Workers = [64, 16, 1];

    private readonly Figure[] _put = [.. Workers.Select(w => new Figure($"puts at one node, c={w}", "1/s", Goal.AtLeastTimes(1.5), Peer))];
    private readonly Figure[] _get =
        [.. Workers.Select(w => new Figure($"ranges of 10 among 10,000 at one node, c={w}", "1/s", Goal.AtLeastTimes(1.5), Peer))];
    private readonly Figure _ceiling = new("puts at one node, c=64, beside Redis", "1/s", Goal.None, "Redis SET, without persistence");

    public string Name => "put";

    public string About => "puts and ranges at one node through the etcd door, beside an etcd of one node, and Redis as the ceiling";

    public IReadOnlyList<Figure> Figures => [.. _put, .. _get, _ceiling];

    public Task MeasureAsync(Course course) => course.InTurnsAsync(
        async () =>
        {
            await using var mesh = await MeshNodes.StartAsync(1);
            await LoadAsync(course, mesh, course.Readings.Mesh, [_put[0], _ceiling]);
        },
        async () =>
        {
            await using var etcd = await EtcdCluster.StartAsync(1, course.Folders.NewInMemory());
            await LoadAsync(course, etcd, course.Readings.Peer, [_put[0]]);
        },
        async () =>
        {
            await using var redis = await RedisServer.StartAsync(course.Folders.NewInMemory());
            course.Readings.Peer(_ceiling, await redis.SetsPerSecondAsync(64, course.Of(200_000, 50_000)));
        });

    private async Task LoadAsync(Course course, IServers servers, Action<Figure, double> reading, Figure[] most)
    {
        for (var i = 0; i < Workers.Length; i++)
        {
            var rate = await RateAsync(course, "put", servers, Workers[i]);
            foreach (var figure in i == 0 ? most : [_put[i]])
                reading(figure, rate);
        }

        await LoadTool.RunAsync("fill", servers.Endpoints);
        // A real etcd reads slowly after a burst of writes, until some commits have passed: not what is asked here.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        for (var i = 0; i < Workers.Length; i++)
            reading(_get[i], await RateAsync(course, "get", servers, Workers[i]));
    }

    private static async Task<double> RateAsync(Course course, string load, IServers servers, int workers) => (await LoadTool.RunAsync(
        load, servers.Endpoints, ("workers", workers), ("seconds", course.Seconds), ("warm", workers == 64 ? course.WarmUp : 0.5))).Rate;
}
