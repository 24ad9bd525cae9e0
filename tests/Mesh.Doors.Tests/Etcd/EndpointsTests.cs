using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>A mesh of three nodes for a client that lists each of them: one cluster to it, whichever answers.</summary>
public sealed class EndpointsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    // What is answered is at every node, however slow the machine.
    private static readonly Dictionary<string, string> Patient = new() { ["Mesh__WriteReach"] = "5s" };

    [Fact]
    public async Task Go_clientv3_reads_orders_mirrors_and_watches_over_three_endpoints()
    {
        await using var one = await NodeProcess.StartAsync(Patient, "--etcd", "0", "--etcd-json", "0");
        await using var two = await NodeProcess.StartAsync(Patient, "--etcd", "0", "--etcd-json", "0", "--seed", one.Address);
        await using var three = await NodeProcess.StartAsync(Patient, "--etcd", "0", "--etcd-json", "0", "--seed", one.Address);
        foreach (var node in new[] { one, two, three })
        {
            using var native = new NodeApi(node.Http);
            await NodeApi.UntilAsync(async () => (await native.MembersAsync()).Length == 3, Limit, "three members everywhere");
        }

        var program = await GoProgram.BuildAsync("endpoints");
        var run = await ClientRun.Async(program, [At(one), At(two), At(three)]);

        Assert.True(run.Exit == 0, $"exit {run.Exit}\n{run.Output}\n{run.Errors}");
        Assert.Equal(["ok members", "ok rotation", "ok ordering", "ok resumed watches", "ok mirror"], run.Output.TrimEnd().Split('\n'));
    }

    private static string At(NodeProcess node) => $"127.0.0.1:{node.Ports.Etcd}";
}
