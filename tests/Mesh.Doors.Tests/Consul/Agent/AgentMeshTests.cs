namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Two nodes: what comes in at the one that is not the owner.</summary>
public sealed class AgentMeshTests : IAsyncLifetime
{
    private AgentNode _one = null!;
    private AgentNode _two = null!;

    public async Task InitializeAsync()
    {
        _one = await AgentNode.StartAsync();
        _two = await AgentNode.StartAsync("--seed", _one.Process.Address);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Heartbeats_and_orders_go_to_the_owner_and_a_deregistration_counts_where_it_is_asked()
    {
        await _one.PutAsync("agent/service/register", """{"ID":"o-1","Name":"orders","Check":{"TTL":"60s"}}""");
        await AgentNode.UntilAsync(async () => (await _two.GetAsync("health/service/orders")).Body != "[]", "the other node sees it");

        await _two.PutAsync("agent/check/pass/service:o-1?note=by-the-other");
        Assert.Equal(("service:o-1", "passing", "by-the-other"), await _one.CheckAsync("orders"));
        await AgentNode.UntilAsync(() => _two.IsPassingAsync("orders"), "the other node sees it pass");
        Assert.Equal("{}", (await _two.GetAsync("agent/services")).Body);

        await _two.PutAsync("agent/service/maintenance/o-1?enable=true");
        Assert.False(await _one.IsPassingAsync("orders"));
        await _two.PutAsync("agent/service/deregister/o-1");
        Assert.Equal("[]", (await _two.GetAsync("health/service/orders")).Body);
        await AgentNode.UntilAsync(async () => (await _one.GetAsync("health/service/orders")).Body == "[]", "the owner has it no more");
    }

    [Fact]
    public async Task Killed_owner_and_a_heartbeat_elsewhere_leave_no_gap()
    {
        await _one.PutAsync("agent/service/register", """{"ID":"o-1","Name":"orders","Check":{"TTL":"90s","Status":"passing"}}""");
        await AgentNode.UntilAsync(() => _two.IsPassingAsync("orders"), "the other node sees it");
        var gaps = 0;

        _one.Process.Kill();
        await AgentNode.UntilAsync(
            async () =>
            {
                if (!await _two.IsPassingAsync("orders"))
                    gaps++;
                await _two.SendAsync("PUT", "agent/check/pass/service:o-1");
                return (await _two.GetAsync("agent/services")).Body != "{}";
            },
            "the survivor owns the instance");

        Assert.Equal(0, gaps);
        Assert.Equal("passing", (await _two.CheckAsync("orders")).Status);
        await _two.PutAsync("agent/check/warn/service:o-1");
        Assert.Equal("warning", (await _two.CheckAsync("orders")).Status);
    }

    [Fact]
    public async Task Killed_owner_and_a_deregistration_elsewhere_remove_it_for_good()
    {
        await _one.PutAsync("agent/service/register", """{"ID":"o-1","Name":"orders"}""");
        await AgentNode.UntilAsync(() => _two.IsPassingAsync("orders"), "the other node sees it");

        _one.Process.Kill();
        await AgentNode.UntilAsync(
            async () => (await _two.SendAsync("PUT", "agent/service/deregister/o-1")).Status == 200, "the survivor takes the order");
        await AgentNode.UntilAsync(
            async () => !await _two.IsPassingAsync("orders"), "it is out of rotation");

        var explained = await _two.GetAsync("/mesh/v1/services/orders/o-1/explain");
        Assert.Contains("deregistered", explained.Body, StringComparison.Ordinal);
    }
}
