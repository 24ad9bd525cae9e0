using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>Registrations beside what ZooKeeper has for them: ephemeral nodes, of three servers that write to memory.</summary>
internal sealed class ZooKeeperRow : IRow
{
    private const string Peer = "ZooKeeper, ephemeral create, in memory";

    private static readonly int[] Workers = [64, 1];

    private readonly Figure[] _native = [.. Workers.Select(w => Of("registrations, native", w))];
    private readonly Figure[] _door = [.. Workers.Select(w => Of("registrations, etcd door", w))];

    public string Name => "zookeeper";

    public string About => "registrations at three nodes beside ZooKeeper's ephemeral nodes";

    public IReadOnlyList<Figure> Figures => [.. _native, .. _door];

    public Task MeasureAsync(Course course) => course.InTurnsAsync(
        async () =>
        {
            await using var mesh = await MeshNodes.StartAsync(3);
            for (var i = 0; i < Workers.Length; i++)
            {
                course.Readings.Mesh(_native[i], await RateAsync(course, "register-native", mesh.Native, Workers[i]));
                course.Readings.Mesh(_door[i], await RateAsync(course, "register", mesh.Endpoints, Workers[i]));
            }
        },
        async () =>
        {
            await using var servers = await ZooKeeperServers.StartAsync(3, course.Folders.NewInMemory());
            for (var i = 0; i < Workers.Length; i++)
            {
                var rate = await RateAsync(course, "create-ephemeral", servers.Endpoints, Workers[i]);
                course.Readings.Peer(_native[i], rate);
                course.Readings.Peer(_door[i], rate);
            }
        });

    private static Figure Of(string what, int workers) => new($"{what}, c={workers}", "1/s", Goal.AtLeastTimes(1.5), Peer);

    private static async Task<double> RateAsync(Course course, string load, IEnumerable<string> endpoints, int workers) =>
        (await LoadTool.RunAsync(
            load, endpoints, ("workers", workers), ("seconds", course.Seconds), ("warm", workers == 64 ? course.WarmUp : 0.5))).Rate;
}
