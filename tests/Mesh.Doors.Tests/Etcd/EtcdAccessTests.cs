using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>etcdctl against a node with tokens: they are its users.</summary>
public sealed class EtcdAccessTests
{
    private const string Shop = "the-secret-of-the-shop";
    private const string Reader = "the-secret-of-the-reader";

    [Theory]
    [InlineData(null, "get x", 1, "etcdserver: user name is empty")]
    [InlineData("shop:" + Shop, "put x y", 0, "OK")]
    [InlineData("shop:" + Reader, "put x y", 2, "etcdserver: authentication failed, invalid user ID or password")]
    [InlineData("shop:unknown-secret-of-somebody", "get x", 2, "etcdserver: authentication failed, invalid user ID or password")]
    [InlineData("reader:" + Reader, "get x --write-out=json", 0, "\"revision\":")]
    [InlineData("reader:" + Reader, "put x y", 1, "etcdserver: permission denied")]
    [InlineData("reader:" + Reader, "lease grant 10", 1, "etcdserver: permission denied")]
    public async Task User_and_password_are_name_and_secret_of_a_token(string? user, string command, int exit, string expected)
    {
        await using var node = await NodeProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Mesh__Access__Tokens__0__Name"] = "shop",
                ["Mesh__Access__Tokens__0__Secret"] = Shop,
                ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "read",
                ["Mesh__Access__Tokens__0__Rules__0__Allow__1"] = "register",
                ["Mesh__Access__Tokens__1__Name"] = "reader",
                ["Mesh__Access__Tokens__1__Secret"] = Reader,
                ["Mesh__Access__Tokens__1__Rules__0__Allow__0"] = "read",
            },
            "--etcd", "0", "--etcd-json", "0");
        string[] credentials = user is null ? [] : ["--user", user];

        var run = await Etcdctl.RunAsync($"127.0.0.1:{node.Ports.Etcd}", [.. credentials, .. command.Split(' ')]);

        Assert.True(run.Exit == exit, run.ToString());
        Assert.Contains(expected, run.Output + run.Errors, StringComparison.Ordinal);
    }
}
