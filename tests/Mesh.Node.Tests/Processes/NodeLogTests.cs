using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>What a node's log holds: what operators look for, a line each, and nothing of Akka's that says the same once more.</summary>
public sealed partial class NodeLogTests
{
    [Fact]
    public async Task What_happens_is_a_line_and_a_neighbour_that_is_killed_is_no_flood()
    {
        await using var first = await NodeProcess.StartAsync("--name", "first", "--stable-after", "1s");
        await using var second = await NodeProcess.StartAsync("--name", "second", "--stable-after", "1s", "--seed", first.Address);
        await using var third = await NodeProcess.StartAsync("--name", "third", "--stable-after", "1s", "--seed", first.Address);
        using var api = new NodeApi(first.Http);
        await SaidAsync(first, $"{third.Address}#", "joined as third");
        await api.PutAsync("/mesh/v1/services/orders/leased", new { host = "10.0.0.1", port = 80, ttl = "1s", deregisterAfter = "1s" });
        await api.PutAsync("/mesh/v1/services/orders/kept", new { host = "::1", port = 80 });
        await api.PutAsync("/mesh/v1/services/orders/kept/drain", new { });
        await api.SetPolicyAsync("orders", new { policy = "round-robin" });
        await api.DeregisterAsync("orders", "kept");
        await SaidAsync(first, "orders/kept registered, passing", "[::1]:80");
        await SaidAsync(first, "orders/kept passing → draining", "drain-started");
        await SaidAsync(first, "orders has another policy", "round-robin");
        await SaidAsync(first, "orders/kept removed", "deregistered");
        await SaidAsync(first, "orders/leased passing → critical", "lease-expired");
        await SaidAsync(first, "orders/leased removed", "deregister-time");

        third.Kill();
        await SaidAsync(first, $"{third.Address}#", "is no member any more: it was removed as dead");
        await SaidAsync(second, $"{third.Address}#", "is no member any more: it was removed as dead");
        Assert.Equal(0, await second.TerminateAsync(Patience.Limit));
        await SaidAsync(first, $"{second.Address}#", "is no member any more: it left in order");
        foreach (var node in (NodeProcess[])[first, second])
        {
            var lines = LinesOf(node);
            Assert.All(lines, l => Assert.Matches(Line(), l));
            Assert.DoesNotContain(lines, l => l.Contains(" fail: ", StringComparison.Ordinal));
            // What a slow machine makes Akka say beside, such as that heartbeats come late, is no matter.
            foreach (var flood in (string[])["AssociationError", "Tried to associate", "is now gated", "Disassociated", "Marking node(s)"])
                Assert.DoesNotContain(lines, l => l.Contains(flood, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_no_node_at_the_remoting_port_is_a_line_without_a_stack_trace()
    {
        await using var node = await NodeProcess.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", node.Ports.Remoting);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        await SaidAsync(node, "Refused a link with", "begins with 'GET.'");
        Assert.All(LinesOf(node), l => Assert.Matches(Line(), l));
        Assert.DoesNotContain(" fail: ", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_is_json_and_categories_have_levels_where_that_was_asked_for()
    {
        await using var node = await NodeProcess.StartAsync(
            new Dictionary<string, string> { ["Logging__LogLevel__Mesh.Registry"] = "Information" },
            "--log-format", "json", "--log-level", "error");
        using var api = new NodeApi(node.Http);
        await api.PutAsync("/mesh/v1/services/orders/o-1", new { host = "10.0.0.1", port = 80 });
        await SaidAsync(node, "orders/o-1 registered, passing", "Mesh.Registry.RegistryActor");
        foreach (var line in LinesOf(node))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Matches(Stamp(), json.RootElement.GetProperty("Timestamp").GetString());
            Assert.Equal("Information", json.RootElement.GetProperty("LogLevel").GetString());
            Assert.StartsWith("Mesh.Registry", json.RootElement.GetProperty("Category").GetString(), StringComparison.Ordinal);
        }
    }

    private static Task SaidAsync(NodeProcess node, params string[] words) => Eventually.IsAsync(
        () => Task.FromResult(LinesOf(node).Any(l => words.All(w => l.Contains(w, StringComparison.Ordinal)))),
        () => $"the log does not say {string.Join(" ... ", words)} but:\n{node.Output}",
        Patience.Limit);

    /// <summary>Without the line on stdout that says the ports.</summary>
    private static string[] LinesOf(NodeProcess node) =>
        [.. node.Output.Split('\n').Where(l => l.Length > 0 && !l.StartsWith("{\"remoting\"", StringComparison.Ordinal))];

    [GeneratedRegex(@"^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z (info|warn|fail): [A-Za-z.]+\[[0-9]+\] \S")]
    private static partial Regex Line();

    [GeneratedRegex(@"^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")]
    private static partial Regex Stamp();
}
