using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Testing.Restarts;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>An agent that was put in maintenance stays so until somebody ends it, with instances and without.</summary>
public sealed class MaintenanceRestartTests : IAsyncLifetime
{
    private FixedNode _node = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        (_node, _http) = (new FixedNode(0, [], []), new HttpClient());
        await _node.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Agent_without_services_is_in_maintenance_after_a_restart_too()
    {
        await PutAsync("agent/maintenance?enable=true&reason=rollout", "");
        Assert.Equal(0, await _node.StopAsync());
        await _node.StartAsync();

        await PutAsync("agent/service/register", """{"Name":"orders","Port":80}""");
        Assert.Equal(["rollout"], await ReasonsAsync());
        await PutAsync("agent/service/deregister/orders", "");
        await PutAsync("agent/service/register", """{"Name":"orders","Port":80}""");
        Assert.Equal(["rollout"], await ReasonsAsync());

        await PutAsync("agent/maintenance?enable=false", "");
        Assert.Empty(await ReasonsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_of_the_maintenance_that_is_deregistered_ends_it(bool hasService)
    {
        if (hasService)
            await PutAsync("agent/service/register", """{"Name":"orders","Port":80}""");
        await PutAsync("agent/maintenance?enable=true&reason=rollout", "");

        await PutAsync("agent/check/deregister/_node_maintenance", "");

        if (!hasService)
            await PutAsync("agent/service/register", """{"Name":"orders","Port":80}""");
        Assert.Empty(await ReasonsAsync());
        using var again = await _http.PutAsync(new Uri(_node.Http, "/v1/agent/check/deregister/_node_maintenance"), null);
        Assert.Equal("Unknown check ID \"_node_maintenance\". Ensure that the check ID is passed, not the check name.", await again.Content.ReadAsStringAsync());
    }

    /// <summary>Of the maintenance of the node, at its instance.</summary>
    private async Task<string[]> ReasonsAsync()
    {
        var entries = await _http.GetFromJsonAsync<JsonElement>(new Uri(_node.Http, "/v1/health/service/orders"));
        return [.. Assert.Single(entries.EnumerateArray()).GetProperty("Checks").EnumerateArray()
            .Where(c => c.GetProperty("CheckID").GetString() == "_node_maintenance").Select(c => c.GetProperty("Notes").GetString()!)];
    }

    private async Task PutAsync(string path, string body)
    {
        using var content = new StringContent(body);
        using var reply = await _http.PutAsync(new Uri(_node.Http, $"/v1/{path}"), content);
        reply.EnsureSuccessStatusCode();
    }
}
