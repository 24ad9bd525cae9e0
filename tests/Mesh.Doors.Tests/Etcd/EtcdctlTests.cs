using System.Runtime.CompilerServices;
using Mesh.Doors.Tests.Etcd.Support;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>etcdctl as Debian has it, against the door and against a real etcd.</summary>
public sealed class EtcdctlTests
{
    [Fact]
    public async Task A_script_answers_as_a_real_etcd_does()
    {
        await using var door = await TestDoor.StartAsync();
        await using var etcd = await RealEtcd.StartAsync();
        var script = await File.ReadAllLinesAsync(Path.Combine(Folder(), "etcdctl.txt"));

        var expected = await Etcdctl.ScriptAsync(etcd.Endpoint, script);
        var actual = await Etcdctl.ScriptAsync(door.Endpoint, script);

        Assert.Equal(expected, actual);
        Assert.Contains("> get --prefix --keys-only /a/\n/a/1\n\n/a/2\n\n/a/3\n\n[0]", expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoint health")]
    [InlineData("endpoint status")]
    [InlineData("endpoint health --cluster")]
    [InlineData("member list")]
    [InlineData("alarm list")]
    public async Task Looking_at_the_cluster_succeeds(string command)
    {
        await using var door = await TestDoor.StartAsync();

        var run = await Etcdctl.RunAsync(door.Endpoint, command.Split(' '));

        Assert.True(run.Exit == 0, $"exit {run.Exit}: {run.Output} {run.Errors}");
    }

    [Theory]
    [InlineData("lock /services/name", "compare-and-swap are refused")]
    [InlineData("lock name", "compare-and-swap are refused")]
    [InlineData("elect name proposal", "compare-and-swap are refused")]
    [InlineData("user list", "/etcdserverpb.Auth/UserList is not served")]
    [InlineData("snapshot save /nowhere/x", "")]
    [InlineData("defrag", "/etcdserverpb.Maintenance/Defragment is not served")]
    public async Task What_needs_agreement_is_refused_at_once_and_says_why(string command, string reason)
    {
        await using var door = await TestDoor.StartAsync();

        var run = await Etcdctl.RunAsync(door.Endpoint, command.Split(' '));

        Assert.NotEqual(0, run.Exit);
        Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_name_is_answered_that_authentication_is_off_and_the_client_goes_on()
    {
        await using var door = await TestDoor.StartAsync();

        var run = await Etcdctl.RunAsync(door.Endpoint, "--user", "root:secret", "put", "k", "v");

        Assert.Equal("OK\n", run.Output);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
