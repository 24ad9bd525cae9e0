using System.Diagnostics;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Cases that any client of an agent can observe, over plain HTTP.</summary>
public sealed class AgentCaseTests(AgentNode node) : IClassFixture<AgentNode>
{
    [Fact]
    public async Task Founding_registration_without_a_check_passes_and_stays()
    {
        await node.PutAsync(
            "agent/service/register",
            """{"ID":"microservice1","Name":"hello-world-app","Tags":null,"Meta":{},"Port":8080,"Address":"127.0.0.1","EnableTagOverride":false}""");

        var entry = Assert.Single((await node.GetAsync("health/service/hello-world-app?passing=1")).Json.EnumerateArray());

        Assert.Equal("microservice1", entry.GetProperty("Service").GetProperty("ID").GetString());
        Assert.Equal(["serfHealth"], entry.GetProperty("Checks").EnumerateArray().Select(c => c.GetProperty("CheckID").GetString()));
        var native = await node.SendAsync("GET", "/mesh/v1/services/hello-world-app");
        Assert.True(native.Json.GetProperty("instances")[0].GetProperty("kept").GetBoolean());
    }

    [Theory]
    [InlineData("POST", "agent/service/deregister/x", "GET, PUT")]
    [InlineData("GET", "agent/check/register", "PUT")]
    [InlineData("DELETE", "agent/checks", "GET")]
    [InlineData("GET", "catalog/register", "PUT")]
    public async Task Wrong_method_is_answered_with_those_that_are_right(string method, string path, string allow)
    {
        var reply = await node.SendAsync(method, path);

        Assert.Equal((405, allow), (reply.Status, reply.Headers["Allow"]));
    }

    [Theory]
    [InlineData("PUT", "agent/service/deregister/none", "Unknown service ID \"none\"")]
    [InlineData("GET", "agent/service/deregister/none", "Unknown service ID \"none\"")]
    [InlineData("PUT", "agent/check/pass/none", "Unknown check ID \"none\"")]
    [InlineData("GET", "agent/check/fail/none", "Unknown check ID \"none\"")]
    [InlineData("PUT", "agent/check/deregister/none", "Unknown check ID \"none\"")]
    [InlineData("PUT", "agent/service/maintenance/none?enable=true", "Unknown service ID \"none\"")]
    [InlineData("GET", "agent/service/none", "unknown service ID: none")]
    public async Task Unknown_id_is_not_found(string method, string path, string text)
    {
        var reply = await node.SendAsync(method, path);

        Assert.Equal(404, reply.Status);
        Assert.StartsWith(text, reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_without_heartbeat_turns_critical_in_time_wakes_a_watcher_and_comes_back()
    {
        var began = Stopwatch.GetTimestamp();
        await node.PutAsync("agent/service/register", """{"Name":"lease","Check":{"TTL":"10s","Status":"passing"}}""");
        var index = (await node.GetAsync("health/service/lease")).Index;

        // Protocol bound: critical between the ttl and twice the ttl.
        var woken = await node.GetAsync($"health/service/lease?index={index}&wait=60s");
        var after = Stopwatch.GetElapsedTime(began);

        var check = await node.CheckAsync("lease");
        Assert.True(woken.Index > index);
        Assert.InRange(after, TimeSpan.FromSeconds(9.9), TimeSpan.FromSeconds(20));
        Assert.Equal(("service:lease", "critical"), (check.Id, check.Status));
        Assert.StartsWith("TTL expired", check.Output, StringComparison.Ordinal);
        await node.PutAsync("agent/check/pass/service:lease?note=back");
        Assert.Equal(("service:lease", "passing", "back"), await node.CheckAsync("lease"));
        await node.PutAsync("agent/service/deregister/lease");
    }

    [Fact]
    public async Task Maintenance_takes_a_service_out_and_back()
    {
        await node.PutAsync("agent/service/register", """{"Name":"maint"}""");
        await node.PutAsync("agent/service/maintenance/maint?enable=true&reason=upgrade");

        Assert.Equal(("_service_maintenance:maint", "critical", ""), await node.CheckAsync("maint"));
        Assert.False(await node.IsPassingAsync("maint"));
        Assert.Equal(503, (await node.GetAsync("agent/health/service/id/maint")).Status);

        await node.PutAsync("agent/service/maintenance/maint?enable=false");
        Assert.True(await node.IsPassingAsync("maint"));
        Assert.Equal(200, (await node.GetAsync("agent/health/service/name/maint")).Status);
        await node.PutAsync("agent/service/deregister/maint");
    }

    [Fact]
    public async Task Service_under_another_name_takes_the_place_of_the_one_before()
    {
        await node.PutAsync("agent/service/register", """{"ID":"renamed","Name":"before"}""");
        await node.PutAsync("agent/service/register", """{"ID":"renamed","Name":"after"}""");

        Assert.Equal("[]", (await node.GetAsync("health/service/before")).Body);
        Assert.Equal("after", (await node.GetAsync("agent/services")).Json.GetProperty("renamed").GetProperty("Service").GetString());
        await node.PutAsync("agent/service/deregister/renamed");
    }

    [Fact]
    public async Task Service_with_its_hash_waits_until_it_is_another()
    {
        await node.PutAsync("agent/service/register", """{"Name":"hashed","Port":1}""");
        var first = await node.GetAsync("agent/service/hashed");
        var hash = first.Headers["X-Consul-ContentHash"];
        Assert.Equal(hash, first.Json.GetProperty("ContentHash").GetString());
        Assert.Equal(hash, (await node.GetAsync($"agent/service/hashed?hash={hash}&wait=200ms")).Headers["X-Consul-ContentHash"]);

        var waiting = node.GetAsync($"agent/service/hashed?hash={hash}&wait=60s");
        await node.PutAsync("agent/service/register", """{"Name":"hashed","Port":2}""");
        var second = await waiting;

        Assert.NotEqual(hash, second.Headers["X-Consul-ContentHash"]);
        Assert.Equal(2, second.Json.GetProperty("Port").GetInt32());
        await node.PutAsync("agent/service/deregister/hashed");
    }

    [Fact]
    public async Task Same_id_on_two_external_nodes_is_two_services_with_that_id()
    {
        foreach (var name in (string[])["ext-1", "ext-2"])
        {
            await node.PutAsync(
                "catalog/register", $$$"""{"Node":"{{{name}}}","Address":"10.0.0.7","Service":{"ID":"db","Service":"database"}}""");
        }

        var found = (await node.GetAsync("catalog/service/database")).Json.EnumerateArray()
            .Select(e => $"{e.GetProperty("Node").GetString()} {e.GetProperty("ServiceID").GetString()}");
        Assert.Equal(["ext-1 db", "ext-2 db"], found.Order());
        Assert.False((await node.GetAsync("agent/services")).Json.TryGetProperty("db", out _));

        await node.PutAsync("catalog/deregister", """{"Node":"ext-2","ServiceID":"db"}""");
        var left = Assert.Single((await node.GetAsync("catalog/service/database")).Json.EnumerateArray());
        Assert.Equal("ext-1", left.GetProperty("Node").GetString());
        await node.PutAsync("catalog/deregister", """{"Node":"ext-1"}""");
    }

    [Fact]
    public async Task Alias_check_follows_its_service()
    {
        await node.PutAsync("agent/service/register", """{"Name":"followed","Check":{"TTL":"60s"}}""");
        await node.PutAsync("agent/service/register", """{"Name":"follower","Check":{"AliasService":"followed"}}""");
        Assert.Equal("critical", (await node.CheckAsync("follower")).Status);

        await node.PutAsync("agent/check/warn/service:followed");

        Assert.Equal("warning", (await node.CheckAsync("follower")).Status);
        Assert.Equal(429, (await node.GetAsync("agent/health/service/id/follower")).Status);
        await node.PutAsync("agent/service/deregister/follower");
        await node.PutAsync("agent/service/deregister/followed");
    }

    [Fact]
    public async Task Tcp_check_runs_and_decides()
    {
        await node.PutAsync(
            "agent/service/register",
            $$$"""{"Name":"checked","Checks":[{"TCP":"{{{node.Address}}}","Interval":"1s"},{"HTTP":"http://{{{node.Address}}}/healthz","Interval":"1s"}]}""");

        await AgentNode.UntilAsync(() => node.IsPassingAsync("checked"), "both checks pass");

        var checks = (await node.GetAsync("agent/checks?filter=ServiceName==checked")).Json;
        Assert.Equal(["service:checked:1", "service:checked:2"], checks.EnumerateObject().Select(c => c.Name));
        Assert.StartsWith("connected", checks.GetProperty("service:checked:1").GetProperty("Output").GetString(), StringComparison.Ordinal);
        await node.PutAsync("agent/service/deregister/checked");
    }

    [Fact]
    public async Task What_belongs_to_the_door_is_neither_seen_nor_set_through_the_native_api()
    {
        await node.PutAsync("agent/service/register", """{"Name":"hidden","Weights":{"Passing":2,"Warning":3},"Meta":{"k":"v"}}""");

        var native = await node.GetAsync("/mesh/v1/services/hidden");
        var refused = await node.SendAsync(
            "PUT", "/mesh/v1/services/other/o-1", """{"host":"127.0.0.1","port":1,"metadata":{"consul/node":"x"}}""");

        Assert.Equal("""{"k":"v"}""", native.Json.GetProperty("instances")[0].GetProperty("metadata").GetRawText());
        Assert.Equal(400, refused.Status);
        Assert.Contains("consul/", refused.Body, StringComparison.Ordinal);
        await node.PutAsync("agent/service/deregister/hidden");
    }

    [Fact]
    public async Task Lease_of_the_native_api_is_renewed_through_the_door()
    {
        await node.SendAsync("PUT", "/mesh/v1/services/native/n-1", """{"host":"127.0.0.1","port":1,"ttl":"60s"}""");

        await node.PutAsync("agent/check/warn/service:n-1?note=slow");

        // The word on a lease without a name is decided by its heartbeat, after the answer.
        await AgentNode.UntilAsync(async () => (await node.CheckAsync("native")).Status == "warning", "the lease warns");
        await node.PutAsync("agent/service/deregister/n-1");
    }

    [Fact]
    public async Task Filter_that_cannot_be_read_is_refused()
    {
        Assert.Equal(400, (await node.GetAsync("agent/services?filter=((")).Status);
        Assert.Equal(400, (await node.GetAsync("agent/checks?filter=Nonsense==1")).Status);
    }
}
