using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>What an operator ordered by the command line, over registrations and a restart of a node with a data directory.</summary>
public sealed class OperatorProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-operator").FullName;
    private readonly HttpClient _http = new();

    private string[] Arguments => ["--data", _directory, "--consul"];

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Drain_status_and_maintenance_stay_over_registrations_and_a_restart_until_they_are_taken_back()
    {
        await using (var node = await NodeProcess.StartAsync(Arguments))
        {
            await RegisterAllAsync(node);
            await RunAsync(0, node, "drain", "orders", "drained");
            await RunAsync(0, node, "status", "orders", "set", "critical", "--reason", "its disk is being replaced");
            await PutAsync(node, "/v1/agent/service/maintenance/kept?enable=true");
            await PutAsync(node, "/v1/agent/maintenance?enable=true");
            await RegisterAllAsync(node);
            Assert.Equal("draining", await StatusAsync(node, "drained"));
            Assert.Equal("critical", await StatusAsync(node, "set"));
            Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
        }

        await using var again = await NodeProcess.StartAsync(Arguments);
        using var api = new NodeApi(again.Http);
        await NodeApi.UntilAsync(
            async () => await api.IdsAsync("orders") is { Length: 2 } && await api.IdsAsync("web") is { Length: 1 },
            Patience.Limit,
            "the instances are back");
        await RegisterAllAsync(again);
        Assert.Equal("draining", await StatusAsync(again, "drained"));
        Assert.Equal("critical", await StatusAsync(again, "set"));
        Assert.Equal("_node_maintenance _service_maintenance:kept", await ChecksAsync(again, "web"));

        await PutAsync(again, "/v1/agent/service/register", new { Name = "late" });
        Assert.Equal("_node_maintenance", await ChecksAsync(again, "late"));
        await PutAsync(again, "/v1/agent/maintenance?enable=false");
        Assert.Equal("_service_maintenance:kept", await ChecksAsync(again, "web"));
        Assert.Equal("critical", await StatusAsync(again, "set"));

        await RunAsync(0, again, "undrain", "orders", "drained");
        await RunAsync(0, again, "status", "orders", "set", "--clear");
        await PutAsync(again, "/v1/agent/service/maintenance/kept?enable=false");
        Assert.Equal("passing", await StatusAsync(again, "drained"));
        Assert.Equal("passing", await StatusAsync(again, "set"));
        Assert.Equal("", await ChecksAsync(again, "web"));
    }

    [Fact]
    public async Task Kind_of_life_and_claim_are_shown_and_asked_for()
    {
        await using var node = await NodeProcess.StartAsync();
        await RunAsync(0, node, "register", "orders", "--id", "a", "--address", "10.0.0.1:80", "--lifetime", "anchored");
        await RunAsync(0, node, "register", "orders", "--id", "f", "--address", "127.0.0.1:80", "--tcp", "--floating");
        await RunAsync(0, node, "register", "orders", "--id", "l", "--address", "10.0.0.1:80", "--ttl", "60s");
        await RunAsync(0, node, "register", "orders", "--id", "o", "--address", "10.0.0.1:80", "--lifetime", "owned");

        var shown = JsonDocument.Parse((await RunAsync(0, node, "instances", "orders", "--output", "json")).Out).RootElement;
        Assert.Equal(
            ["a anchored", "f floating", "l leased", "o owned"],
            shown.GetProperty("instances").EnumerateArray().Select(i => $"{i.GetProperty("id")} {i.GetProperty("lifetime")}"));
        Assert.Contains("1 anchored, 1 floating, 1 leased, 1 owned", (await RunAsync(0, node, "services")).Out, StringComparison.Ordinal);

        var claim = shown.GetProperty("instances")[0].GetProperty("claim").GetInt64();
        var late = await RunAsync(1, node, "deregister", "orders", "a", "--claim", $"{claim - 1}");
        Assert.Contains($"'{claim - 1}' is not that of the registration, which is {claim}", late.Error, StringComparison.Ordinal);
        await RunAsync(0, node, "deregister", "orders", "a", "--claim", $"{claim}");
        var wrong = await RunAsync(2, node, "register", "orders", "--id", "x", "--address", "10.0.0.1:80", "--lifetime", "leased");
        Assert.Equal("mesh: lifetime: 'leased' needs a ttl or a check, by which it ends\n", wrong.Error.ReplaceLineEndings("\n"));
        Assert.Contains("is a member that answers", (await RunAsync(1, node, "cluster", "remove", node.Address)).Error, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Out, string Error)> RunAsync(int exit, NodeProcess node, params string[] arguments)
    {
        var run = await MeshProcess.RunAsync(null, [.. arguments, "--node", node.Http.ToString()]);
        Assert.True(run.Exit == exit, $"{string.Join(' ', arguments)} ended with {run.Exit}: {run.Out}{run.Error}");
        return run;
    }

    private async Task RegisterAllAsync(NodeProcess node)
    {
        foreach (var id in (string[])["drained", "set"])
            await PutAsync(node, $"/mesh/v1/services/orders/{id}", new { host = "10.0.0.1", port = 80 });
        await PutAsync(node, "/v1/agent/service/register", new { ID = "kept", Name = "web" });
    }

    private async Task PutAsync(NodeProcess node, string path, object? body = null)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var reply = await _http.PutAsync(new Uri(node.Http, path), content);
        Assert.True(reply.IsSuccessStatusCode, $"PUT {path} answered {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync()}");
    }

    private async Task<string?> StatusAsync(NodeProcess node, string id) => (await _http.GetFromJsonAsync<JsonElement>(
        new Uri(node.Http, $"/mesh/v1/services/orders/{id}"))).GetProperty("status").GetString();

    private async Task<string> ChecksAsync(NodeProcess node, string service) => string.Join(
        ' ',
        (await _http.GetFromJsonAsync<JsonElement>(new Uri(node.Http, $"/v1/health/service/{service}")))[0].GetProperty("Checks").EnumerateArray()
            .Select(c => c.GetProperty("CheckID").GetString()!).Where(c => c.StartsWith('_')).Order(StringComparer.Ordinal));
}
