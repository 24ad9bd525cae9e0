using System.Diagnostics;
using System.Text.Json;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>The program as people run it: what it prints, how it ends.</summary>
public sealed class NodeProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-node").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_ready_node_says_its_ports_answers_and_ends_with_0_on_sigterm()
    {
        var file = Path.Combine(_directory, "ports.json");
        await File.WriteAllTextAsync(file, "of an earlier run");
        await using var node = await NodeProcess.StartAsync("--ports-file", file);
        using var ports = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        Assert.Equal(
            ["remoting", "http", "etcd", "etcdJson", "dns", "pbm", "pid", "gateway"],
            ports.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(node.Pid, ports.RootElement.GetProperty("pid").GetInt32());
        Assert.Equal(JsonValueKind.Null, ports.RootElement.GetProperty("etcd").ValueKind);
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(node.Http, "/readyz"))).EnsureSuccessStatusCode();
        Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
    }

    [Fact]
    public async Task Members_tell_each_other_where_their_http_api_is()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        string[] expected = [first.Http.ToString().TrimEnd('/'), second.Http.ToString().TrimEnd('/')];
        foreach (var node in (NodeProcess[])[first, second])
        {
            using var api = new NodeApi(node.Http);
            await NodeApi.UntilAsync(
                async () => (await api.GetAsync("/mesh/v1/cluster")).GetProperty("members").EnumerateArray()
                    .Select(m => m.TryGetProperty("http", out var http) ? http.GetString() : "").Order().SequenceEqual(expected.Order()),
                Patience.Limit,
                "both are shown with their address");
        }
    }

    [Theory]
    [InlineData("mesh { stable-after = soon }", "mesh.stable-after is 'soon'")]
    [InlineData("mesh { sead = [] }", "mesh.sead is not a key")]
    [InlineData("mesh { name = ${nowhere} }", "is not HOCON")]
    public async Task Config_file_with_a_fault_is_one_line_and_exit_2(string text, string expected)
    {
        var file = Path.Combine(_directory, "node.conf");
        await File.WriteAllTextAsync(file, text);

        var run = await MeshProcess.RunAsync(null, "node", "--port", "0", "--http", "0", "--config", file);

        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.StartsWith($"mesh node: config file '{file}'", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Config_file_gives_options_and_arguments_have_the_last_word()
    {
        var file = Path.Combine(_directory, "node.conf");
        await File.WriteAllTextAsync(file, "mesh { node-name = of-the-file, zone = a }");

        await using var node = await NodeProcess.StartAsync("--config", file, "--zone", "b");

        using var api = new NodeApi(node.Http);
        var self = (await api.GetAsync("/mesh/v1/cluster")).GetProperty("members")[0];
        Assert.Equal(("of-the-file", "b"), (self.GetProperty("name").GetString(), self.GetProperty("zone").GetString()));
    }

    [Fact]
    public async Task Taken_port_and_other_mesh_are_one_line_and_exit_1()
    {
        await using var node = await NodeProcess.StartAsync();
        var taken = await MeshProcess.RunAsync(null, "node", "--port", $"{node.Ports.Remoting}", "--http", "0");
        Assert.Equal((1, ""), (taken.Exit, taken.Out));
        Assert.Equal(
            $"mesh node: port {node.Ports.Remoting} of 127.0.0.1 is taken by another process\n", taken.Error);

        var other = await MeshProcess.RunAsync(
            null, "node", "--port", "0", "--http", "0", "--mesh", "other", "--seed", node.Address);
        Assert.Equal((1, ""), (other.Exit, other.Out));
        Assert.StartsWith($"mesh node: the node at {node.Address} refuses this one", other.Error, StringComparison.Ordinal);
        Assert.Equal(1, other.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Kept_instances_survive_a_restart_of_the_whole_mesh()
    {
        string[] arguments = ["--data", _directory];
        await using (var node = await NodeProcess.StartAsync(arguments))
        {
            using var api = new NodeApi(node.Http);
            await api.RegisterAsync("db", "kept");
            await api.RegisterAsync("db", "leased", ttl: "10s");
            await api.RegisterAsync("db", "removed");
            await api.DeregisterAsync("db", "removed");
            await Eventually.IsAsync(
                () => StoredCopy.Read(_directory, s => s.Records.Instances.Select(i => i.Id.Value).Order().ToArray()) is ["kept", "leased"],
                "the two that were not removed are not stored");
            node.Kill();
        }

        await using var again = await NodeProcess.StartAsync(arguments);
        using var view = new NodeApi(again.Http);
        // What is leased is back with its whole time; nobody renews it, and then it is gone again.
        await NodeApi.UntilAsync(
            async () => (await view.InRotationAsync("db")).Order().ToArray() is ["kept", "leased"],
            Patience.Limit,
            "both instances");
        await NodeApi.UntilAsync(
            async () => (await view.InRotationAsync("db")) is ["kept"], Patience.Limit, "the kept instance alone");
        Assert.Equal(0, await again.TerminateAsync(Patience.Limit));
        Assert.Contains("\"kept\"", await File.ReadAllTextAsync(Path.Combine(_directory, "kept.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_runs_to_its_end_and_leaves_no_process_behind()
    {
        using var demo = MeshProcess.Start(null, "demo", "--once");
        var output = demo.StandardOutput.ReadToEndAsync();
        var error = demo.StandardError.ReadToEndAsync();
        await demo.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        Assert.Equal("", await error);
        Assert.Equal(0, demo.ExitCode);
        var text = await output;
        foreach (var said in (string[])["three nodes", "/ui", "customer-1 now goes to", "drained, confirmed by", "started again"])
            Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Empty(Children(demo.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_demo_that_ends_early_takes_its_processes_with_it(bool isKilled)
    {
        using var demo = MeshProcess.Start(null, "demo");
        while ((await demo.StandardOutput.ReadLineAsync())!.Contains("node-3", StringComparison.Ordinal) is false)
        {
        }

        var children = Children(demo.Id);
        Assert.True(children.Length >= 3);
        if (isKilled)
            UnixSignal.Kill(demo.Id);
        else
            UnixSignal.Terminate(demo.Id);
        _ = demo.StandardOutput.ReadToEndAsync();
        _ = demo.StandardError.ReadToEndAsync();
        await demo.WaitForExitAsync().WaitAsync(Patience.Limit);
        foreach (var child in children)
            await child.WaitForExitAsync().WaitAsync(Patience.Limit);
    }

    /// <summary>Processes whose parent it is or, when it is gone, was.</summary>
    private static Process[] Children(int parent) =>
    [
        .. Process.GetProcesses().Where(p =>
        {
            try
            {
                var stat = File.ReadAllText($"/proc/{p.Id}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                return fields[1] == $"{parent}" || (p.Id != parent && fields[2] == $"{parent}");
            }
            catch (IOException)
            {
                return false;
            }
        }),
    ];
}
