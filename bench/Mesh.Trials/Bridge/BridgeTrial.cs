using System.Globalization;
using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Bridge;

/// <summary>
/// A bridge between one node and a real etcd: how many copies it makes a second, each way, and whether one was ever missing
/// while the bridge was killed, or stopped with --keep, and started again.
/// </summary>
internal static class BridgeTrial
{
    private const int Services = 10;

    // Longer than what copies live without their bridge.
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(int copies)
    {
        using var folders = new DataFolders();
        await using var etcd = await EtcdCluster.StartAsync(1, folders.NewInMemory());
        using var keys = new EtcdKeys(etcd.Endpoints[0]);
        await using var node = await NodeProcess.StartAsync();
        using var mesh = new CopyCount(node.Http);
        await keys.PutAsync(Services, copies);
        var lost = await InwardAsync(node, etcd.Endpoints[0], mesh, copies);
        await mesh.RegisterAsync("out", Services, copies);
        await OutwardAsync(node, etcd.Endpoints[0], keys, copies);
        return lost == 0 ? 0 : 1;
    }

    private static async Task<int> InwardAsync(NodeProcess node, string etcd, CopyCount mesh, int copies)
    {
        string[] arguments = ["--direction", "in", "--keep"];
        var first = Start(node, etcd, arguments);
        Say("into the mesh", copies, await mesh.RateAsync("in", Services, copies));
        var lost = 0;
        foreach (var isKill in (bool[])[true, false])
        {
            var watch = mesh.LeastAsync("in", Services, Watched);
            if (isKill)
                first.Kill();
            else
                await first.TerminateAsync(TimeSpan.FromSeconds(30));
            await first.DisposeAsync();
            first = Start(node, etcd, arguments);
            var missing = copies - await watch;
            Console.WriteLine($"{(isKill ? "kill -9" : "SIGTERM with --keep")} and started again: {missing} of {copies} copies missing at some time of {Watched.TotalSeconds} s");
            lost += missing;
        }

        await first.DisposeAsync();
        return lost;
    }

    private static async Task OutwardAsync(NodeProcess node, string etcd, EtcdKeys keys, int copies)
    {
        await using var bridge = Start(node, etcd, ["--direction", "out"]);
        Say("into etcd", copies, await keys.RateAsync("/services/out-", copies));
    }

    private static ChildProcess Start(NodeProcess node, string etcd, string[] arguments) => ChildProcess.Start(
        NodeBinary.Path, ["bridge", "etcd", "--to", $"http://{etcd}", "--node", $"{node.Http}", "--max-delete", "100", .. arguments], []);

    private static void Say(string where, int copies, TimeSpan time) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{copies} copies {where}: {time.TotalSeconds:0.00} s from the first to the last, {copies / time.TotalSeconds:0} a second"));
}
