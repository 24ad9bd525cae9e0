using System.Net.Sockets;
using System.Text;
using Mesh.Node.Cli;
using Mesh.Node.Hosting;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>A node under a manager of services.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-sd").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Manager_is_told_that_the_node_is_ready_with_what_it_stored_and_that_it_stops()
    {
        if (OperatingSystem.IsWindows())
            return;
        var data = Path.Combine(_directory, "data");
        var pid = Path.Combine(_directory, "mesh.pid");
        await using (var before = await NodeProcess.StartAsync("--data", data, "--pid-file", pid))
        {
            Assert.Equal($"{before.Pid}\n", await File.ReadAllTextAsync(pid));
            using var api = new NodeApi(before.Http);
            await api.PutAsync("/mesh/v1/services/orders/kept", new { host = "10.0.0.1", port = 80 });
            Assert.Equal(0, await before.TerminateAsync(Patience.Limit));
            Assert.False(File.Exists(pid));
        }

        var path = Path.Combine(_directory, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        await using var node = await NodeProcess.StartAsync(
            new Dictionary<string, string> { [ServiceNotice.SocketVariable] = path, ["WATCHDOG_USEC"] = "500000" }, "--data", data);
        var told = new List<string>();
        await UntilToldAsync(manager, told, "READY=1");
        using (var api = new NodeApi(node.Http))
            Assert.Equal(["kept"], await api.IdsAsync("orders"));
        Assert.Contains("WATCHDOG=1", told);
        Assert.Contains(told, t => t.StartsWith("STATUS=", StringComparison.Ordinal));
        told.Clear();
        await UntilToldAsync(manager, told, "WATCHDOG=1");
        Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
        await UntilToldAsync(manager, told, "STOPPING=1");
    }

    [Fact]
    public async Task A_manager_that_is_slow_to_read_holds_up_no_node_and_hears_that_it_is_ready()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = Path.Combine(_directory, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        Fill(path);

        await using var node = await NodeProcess.StartAsync(new Dictionary<string, string> { [ServiceNotice.SocketVariable] = path });

        await UntilToldAsync(manager, [], "READY=1");
        Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_manager_that_does_not_listen_keeps_no_node_from_serving()
    {
        await using var node = await NodeProcess.StartAsync(
            new Dictionary<string, string> { [ServiceNotice.SocketVariable] = "@/nobody/listens/here" });
        Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
    }

    [Theory]
    [InlineData("60000000", 30.0)]
    [InlineData("0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("-5", null)]
    public void Beats_come_twice_in_the_time_that_the_manager_waits(string? microseconds, double? seconds) =>
        Assert.Equal(seconds, ServiceNotice.BeatOf(microseconds)?.TotalSeconds);

    [Fact]
    public async Task The_unit_starts_a_command_line_that_there_is()
    {
        var unit = (await File.ReadAllLinesAsync(SourceTree.PathOf("packaging", "mesh.service")))
            .Where(l => l.Contains('=', StringComparison.Ordinal) && l[0] != '#').Select(l => l.Split('=', 2)).ToLookup(l => l[0], l => l[1]);
        Assert.Equal("notify", unit["Type"].Single());
        Assert.StartsWith("/usr/bin/mesh node ", unit["ExecStart"].Single(), StringComparison.Ordinal);
        Assert.Empty(CliApp.Parse(unit["ExecStart"].Single().Split(' ')[1..]).Errors);
        Assert.Contains("$MAINPID", unit["ExecReload"].Single(), StringComparison.Ordinal);
    }

    /// <summary>With what nobody has read, until there is no room for more.</summary>
    private static void Fill(string path)
    {
        using var before = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        var manager = new UnixDomainSocketEndPoint(path);
        Action fill = () =>
        {
            while (true)
                before.SendTo("STATUS=of before"u8, manager);
        };
        var fault = Assert.Throws<SocketException>(fill);
        Assert.Equal(SocketError.WouldBlock, fault.SocketErrorCode);
    }

    private static async Task UntilToldAsync(Socket manager, List<string> told, string wanted)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        var bytes = new byte[4_096];
        while (!told.Contains(wanted))
        {
            var length = await manager.ReceiveAsync(bytes, limit.Token);
            told.Add(Encoding.UTF8.GetString(bytes, 0, length));
        }
    }
}
