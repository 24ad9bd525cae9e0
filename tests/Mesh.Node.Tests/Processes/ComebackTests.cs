using System.Globalization;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>A mesh whose nodes all end, and begin again one after the other.</summary>
public sealed class ComebackTests : IDisposable
{
    private readonly string _first = Directory.CreateTempSubdirectory("mesh-first").FullName;
    private readonly string _second = Directory.CreateTempSubdirectory("mesh-second").FullName;

    public void Dispose()
    {
        Directory.Delete(_first, recursive: true);
        Directory.Delete(_second, recursive: true);
    }

    [Fact]
    public async Task Node_says_ready_once_the_others_have_brought_back_what_they_stored()
    {
        var (one, other) = await RunOnceAsync();

        // Together, for one that is away for longer than it is waited for is not.
        await using var first = NodeProcess.Launch(FirstAt(one));
        await using var second = NodeProcess.Launch(SecondAt(other, one));
        await first.WaitReadyAsync();

        using var asked = new NodeApi(first.Http);
        Assert.Equal(["kept"], await asked.IdsAsync("db"));
        await second.WaitReadyAsync();
    }

    [Fact]
    public async Task Node_whose_peers_do_not_come_back_says_ready_all_the_same()
    {
        var (one, other) = await RunOnceAsync();

        await using var first = NodeProcess.Launch(FirstAt(one));
        await UntilItWaitsAsync(one, other);
        await first.WaitReadyAsync();

        using var asked = new NodeApi(first.Http);
        Assert.Empty(await asked.IdsAsync("db"));
    }

    /// <summary>The second node stores an instance, and both are killed.</summary>
    private async Task<(NodePorts One, NodePorts Other)> RunOnceAsync()
    {
        await using var first = await NodeProcess.StartAsync("--data", _first);
        await using var second = await NodeProcess.StartAsync("--data", _second, "--durable", "--seed", first.Address);
        using var api = new NodeApi(second.Http);
        await api.RegisterAsync("db", "kept");
        await Eventually.IsAsync(
            () => StoredCopy.Read(_first, s => s.Records.Members.ToArray()) is [var member] && member == second.Address,
            "the first node has not stored that the second stores something");
        var ports = (first.Ports, second.Ports);
        first.Kill();
        second.Kill();
        return ports;
    }

    private string[] FirstAt(NodePorts ports) => ["--data", _first, "--port", Text(ports.Remoting), "--http", Text(ports.Http!.Value)];

    private string[] SecondAt(NodePorts ports, NodePorts first) =>
        ["--data", _second, "--port", Text(ports.Remoting), "--http", Text(ports.Http!.Value), "--seed", $"127.0.0.1:{first.Remoting}"];

    private static async Task UntilItWaitsAsync(NodePorts node, NodePorts other)
    {
        using var http = new HttpClient();
        await Eventually.SeesAsync(
            async () =>
            {
                try
                {
                    using var reply = await http.GetAsync(new Uri($"http://127.0.0.1:{node.Http}/readyz"));
                    return await reply.Content.ReadAsStringAsync();
                }
                catch (HttpRequestException)
                {
                    return "";
                }
            },
            text => text.Contains($"what others stored is not back yet: 127.0.0.1:{other.Remoting}", StringComparison.Ordinal),
            "a node that waits for the other",
            text => $"{text}",
            Patience.Limit);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
