using System.Runtime.CompilerServices;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Doors.Tests.Support;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>Programs written with etcd clients of other languages, run as they are against the door.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task Go_clientv3_registers_discovers_and_listens()
    {
        await using var door = await TestDoor.StartAsync();
        var program = await GoProgram.BuildAsync("registration");

        var run = await ClientRun.Async(program, [door.Endpoint]);

        AssertPassed(run, "ok remove, by the endpoints that the cluster named");
    }

    [Fact]
    public async Task Python_etcd3_puts_watches_and_leases()
    {
        await using var door = await TestDoor.StartAsync();

        var run = await ClientRun.Async(
            "/usr/bin/python3",
            [Path.Combine(Folder(), "registration.py"), door.Endpoint],
            environment: [new("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "python")]);

        AssertPassed(run, "ok compare and swap is refused");
    }

    [Fact]
    public async Task Npm_etcd3_puts_watches_and_leases()
    {
        await using var door = await TestDoor.StartAsync();
        var packages = await NpmPackages.InstallAsync();

        var run = await ClientRun.Async("node", [Path.Combine(Folder(), "registration.mjs"), door.Endpoint, packages]);

        AssertPassed(run, "ok a lock is refused");
    }

    private static void AssertPassed(ClientRun run, string last)
    {
        Assert.True(run.Exit == 0, $"exit {run.Exit}\n{run.Output}\n{run.Errors}");
        Assert.DoesNotContain("FAILED", run.Output, StringComparison.Ordinal);
        Assert.Equal(last, run.Output.TrimEnd().Split('\n')[^1]);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
