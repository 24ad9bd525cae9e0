using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>Registrations a second at three nodes: a lease, and an instance under it.</summary>
internal sealed class RegisterRow : IRow
{
    private const string Peer = "etcd in memory";

    private static readonly int[] Workers = [64, 16, 1];

    private readonly Figure[] _door = [.. Workers.Select(w => Of("registrations, etcd door", w))];
    private readonly Figure[] _native = [.. Workers.Select(w => Of("registrations, native", w))];
    private readonly Figure _late = new("registrations, etcd door, c=64, p99", "ms", Goal.None, Peer);
    private readonly Figure _keys = new("keys with a lease each, etcd door, c=64", "1/s", Goal.AtLeastTimes(5), Peer);

    public string Name => "register";

    public string About => "registrations at three nodes, grant and put through the etcd door and by the native API, beside etcd";

    public IReadOnlyList<Figure> Figures => [.. _door, .. _native, _keys, _late];

    public Task MeasureAsync(Course course) => course.InTurnsAsync(
        async () =>
        {
            await using var mesh = await MeshNodes.StartAsync(3);
            await LoadAsync(course, mesh, course.Readings.Mesh, [_door]);
            for (var i = 0; i < Workers.Length; i++)
                course.Readings.Mesh(_native[i], (await RunAsync(course, "register-native", mesh.Native, Workers[i])).Rate);
        },
        async () =>
        {
            await using var etcd = await EtcdCluster.StartAsync(3, course.Folders.NewInMemory());
            await LoadAsync(course, etcd, course.Readings.Peer, [_door, _native]);
        });

    private static Figure Of(string what, int workers) => new(
        $"{what}, c={workers}", "1/s", workers switch { 64 => Goal.AtLeastTimes(5), 1 => Goal.AtLeastTimes(2), _ => Goal.None }, Peer);

    private async Task LoadAsync(Course course, IServers servers, Action<Figure, double> reading, Figure[][] registrations)
    {
        for (var i = 0; i < Workers.Length; i++)
        {
            var load = await RunAsync(course, "register", servers.Endpoints, Workers[i]);
            foreach (var figures in registrations)
                reading(figures[i], load.Rate);
            if (Workers[i] == 64)
                reading(_late, load.P99);
        }

        var keys = await LoadTool.RunAsync("register-key", servers.Endpoints, ("workers", 64), ("seconds", course.Seconds), ("warm", 0.5));
        reading(_keys, keys.Rate);
    }

    /// <summary>The first load is the one with most workers: it warms up for the others.</summary>
    private static Task<LoadFigures> RunAsync(Course course, string load, IEnumerable<string> endpoints, int workers) => LoadTool.RunAsync(
        load, endpoints, ("workers", workers), ("seconds", course.Seconds), ("warm", workers == 64 ? course.WarmUp : 0.5));
}
