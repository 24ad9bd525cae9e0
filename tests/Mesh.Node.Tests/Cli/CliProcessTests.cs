using System.Text.Json;
using Mesh.Node.Tests.Support;

namespace Mesh.Node.Tests.Cli;

public sealed class CliProcessTests
{
    [Fact]
    public async Task Register_then_instances_as_plain_columns()
    {
        await using var node = await TestNode.StartAsync();
        var register = await MeshProcess.RunAsync(
            node, "register", "orders", "--id", "o-1", "--address", "10.0.0.5:8080", "--ttl", "10s", "--tag", "a", "b");
        Assert.Equal((0, ""), (register.Exit, register.Error));
        Assert.StartsWith("registered orders/o-1, revision ", register.Out, StringComparison.Ordinal);

        var list = await MeshProcess.RunAsync(node, "instances", "orders", "--tag", "b");
        Assert.Equal(0, list.Exit);
        Assert.Equal(
            """
            ID   ADDRESS        STATUS   STANDING   LIFETIME  ZONE  VERSION  WEIGHT  TAGS  OWNER
            o-1  10.0.0.5:8080  passing  confirmed  leased                   1       a,b   127.0.0.1:4053#00000007

            """,
            list.Out[..list.Out.IndexOf("revision", StringComparison.Ordinal)].ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Output_json_is_the_answer_of_the_api_in_one_line()
    {
        await using var node = await TestNode.StartAsync();
        await node.RegisterAsync("orders", "o-1");
        var (exit, output, _) = await MeshProcess.RunAsync(node, "services", "--output", "json");
        Assert.Equal(0, exit);
        Assert.Equal(await node.Http.GetStringAsync("/mesh/v1/services"), output.TrimEnd());
    }

    [Theory]
    [InlineData(1, "mesh: no such instance of orders", "instances", "orders")]
    [InlineData(1, "mesh: no instance orders/o-1", "deregister", "orders", "o-1")]
    [InlineData(1, "mesh: no instance of orders is available", "pick", "orders")]
    [InlineData(1, "mesh: no member 10.0.0.1:1", "cluster", "down", "10.0.0.1:1")]
    [InlineData(1, "mesh: no node at http://127.0.0.1:1/: Connection refused", "services", "--node", "127.0.0.1:1")]
    [InlineData(2, "mesh: address: '10.0.0.5' must be HOST:PORT", "register", "a", "--id", "b", "--address", "10.0.0.5")]
    [InlineData(2, "mesh: service: 'or ders' has ' '; allowed", "instances", "or ders")]
    [InlineData(2, "mesh: Unrecognized command or argument 'x'; see mesh services --help", "services", "x")]
    [InlineData(2, "mesh: --node: 'ftp://x' must be an http URL", "services", "--node", "ftp://x")]
    [InlineData(2, "mesh: Argument 'xml' not recognized", "services", "--output", "xml")]
    [InlineData(2, "mesh node: --port: '70000' must be a whole number, 0 to 65535", "node", "--port", "70000")]
    [InlineData(2, "mesh node: --doors: 'some' must be all or none", "node", "--doors", "some")]
    [InlineData(2, "mesh node: --etcd: '70000'", "node", "--etcd", "70000")]
    [InlineData(2, "mesh: Unrecognized command or argument '--dns-tll', did you mean --dns-ttl; see mesh node --help", "node", "--dns-tll", "3")]
    [InlineData(2, "mesh node: --consul-max-blocking-queries: '0' must be a whole number, 1 to 1000000", "node", "--consul-max-blocking-queries", "0")]
    [InlineData(2, "mesh node: --seed: 'nonsense' must be host:port", "node", "--seed", "nonsense", "--http", "0", "--port", "0")]
    [InlineData(2, "mesh node: --host: '10.1.2.3' is not loopback", "node", "--host", "10.1.2.3", "--http", "0", "--port", "0")]
    public async Task Refusals_are_one_line_with_their_exit_code(int exit, string begin, params string[] arguments)
    {
        await using var node = await TestNode.StartAsync();
        var run = await MeshProcess.RunAsync(node, arguments);
        Assert.StartsWith(begin, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal((exit, ""), (run.Exit, run.Out));
    }

    [Fact]
    public async Task A_taken_http_port_is_said_in_one_line()
    {
        await using var node = await TestNode.StartAsync();
        var port = new Uri(node.Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var run = await MeshProcess.RunAsync(node, "node", "--port", "0", "--http", port);
        Assert.Equal(1, run.Exit);
        Assert.Contains($"127.0.0.1:{port}: address already in use", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_writes_a_line_for_each_change()
    {
        await using var node = await TestNode.StartAsync();
        using var watch = MeshProcess.Start(node.Url, "watch", "orders", "--output", "json");
        Assert.Contains("reset", await watch.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        await node.RegisterAsync("orders", "o-1");
        using var line = JsonDocument.Parse((await watch.StandardOutput.ReadLineAsync())!);
        Assert.Equal("added", line.RootElement.GetProperty("change").GetString());
        await node.StopAsync();
        Assert.Contains(
            "the node ended the watch; trying again", await watch.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        Assert.False(watch.HasExited);
        watch.Kill();
    }

    [Fact]
    public async Task Watch_ends_without_a_word_when_nobody_reads_it_any_more()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var node = await TestNode.StartAsync();
        using var watch = MeshProcess.Start(node.Url, "watch", "orders");
        await watch.StandardOutput.ReadLineAsync();
        watch.StandardOutput.Close();
        await node.RegisterAsync("orders", "o-1");
        await watch.WaitForExitAsync();
        Assert.Equal((0, ""), (watch.ExitCode, await watch.StandardError.ReadToEndAsync()));
    }

    [Fact]
    public async Task A_full_device_is_said_in_one_line()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var node = await TestNode.StartAsync();
        await node.RegisterAsync("orders", "o-1");
        foreach (var arguments in (string[][])[["services"], ["instances", "orders", "--output", "json"], ["--help"], ["man"]])
        {
            var (exit, _, error) = await MeshProcess.RunIntoAsync("/dev/full", node, arguments);
            Assert.Equal(1, exit);
            Assert.Equal(1, error.Count(c => c == '\n'));
            Assert.Contains("the output cannot be written: No space left on device", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, "no such instance of orders", "instances", "orders", "--output", "json")]
    [InlineData(2, "unknown command 'servces', did you mean services; see mesh --help", "servces", "-o", "json")]
    [InlineData(2, "--port: 'x' must be a whole number, 0 to 65535", "node", "--port", "x", "--output=json")]
    [InlineData(2, "--to: 'ftp://x' must be", "bridge", "etcd", "--to", "ftp://x", "--output", "json")]
    public async Task Refusals_are_a_problem_in_json_where_json_was_asked_for(int exit, string begin, params string[] arguments)
    {
        await using var node = await TestNode.StartAsync();
        var run = await MeshProcess.RunAsync(node, arguments);
        using var problem = JsonDocument.Parse(run.Error);
        Assert.StartsWith(begin, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal((exit, ""), (run.Exit, run.Out));
    }

    [Fact]
    public async Task Version_is_a_line()
    {
        var (exit, output, error) = await MeshProcess.RunAsync(null, "--version");
        Assert.Equal((0, ""), (exit, error));
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+\S*\n$", output.ReplaceLineEndings("\n"));
    }
}
