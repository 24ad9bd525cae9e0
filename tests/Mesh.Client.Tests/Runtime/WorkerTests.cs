using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Client.Tests.Runtime;

/// <summary>A service without a web server, as a process of its own.</summary>
public sealed class WorkerTests
{
    [Fact]
    public void Worker_needs_no_runtime_but_the_plain_one()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(SampleBinary.Find("Worker") + ".runtimeconfig.json"));
        var options = config.RootElement.GetProperty("runtimeOptions");

        Assert.Equal("Microsoft.NETCore.App", options.GetProperty("framework").GetProperty("name").GetString());
        // There would be several as a list.
        Assert.False(options.TryGetProperty("frameworks", out _));
    }

    [Fact]
    public async Task Worker_offers_a_service_finds_another_and_leaves_in_order()
    {
        await using var node = await EmbeddedNode.StartAsync(m => m.Register("orders", port: 8080));
        var port = FreePorts.Take();
        await using var worker = ChildProcess.Start(
            SampleBinary.Find("Worker"), [], [new("Mesh__Seeds__0", node.Address), new("Billing__Port", $"{port}")]);

        await node.WhenOfferedAsync("billing", 1);
        Assert.Equal(port, node.Client.Pick("billing")?.Port);
        Assert.Equal("orders at 127.0.0.1:8080", await LineAsync(port));
        Assert.Equal(0, await worker.TerminateAsync(Patience.Limit));
        await node.WhenOfferedAsync("billing", 0);
    }

    private static async Task<string?> LineAsync(int port)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        using var reader = new StreamReader(caller.GetStream());
        return await reader.ReadLineAsync(limit.Token);
    }
}
