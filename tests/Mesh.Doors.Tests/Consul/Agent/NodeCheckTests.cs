namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Checks that are about a node, of the mesh or external, and external nodes without a service.</summary>
public sealed class NodeCheckTests(AgentNode node) : IClassFixture<AgentNode>
{
    [Fact]
    public async Task Check_of_the_agents_node_counts_for_each_service_there()
    {
        await node.PutAsync("agent/service/register", """{"Name":"before"}""");
        await node.PutAsync("agent/check/register", """{"Name":"disk","TTL":"10m"}""");
        await node.PutAsync("agent/service/register", """{"Name":"after"}""");

        await AgentNode.UntilAsync(
            async () => !await node.IsPassingAsync("before") && !await node.IsPassingAsync("after"), "the check of the node counts");
        var check = (await node.GetAsync("agent/checks")).Json.GetProperty("disk");
        Assert.Equal(("critical", "", "ttl"), (check.GetProperty("Status").GetString(), check.GetProperty("ServiceID").GetString(), check.GetProperty("Type").GetString()));
        Assert.False((await node.GetAsync("agent/services")).Json.TryGetProperty("consul-nodes", out _));

        await node.PutAsync("agent/check/pass/disk?note=free");
        await AgentNode.UntilAsync(
            async () => await node.IsPassingAsync("before") && await node.IsPassingAsync("after"), "both pass with the node");
        Assert.Equal("free", (await node.GetAsync("agent/checks")).Json.GetProperty("disk").GetProperty("Output").GetString());

        await node.PutAsync("agent/check/deregister/disk");
        await AgentNode.UntilAsync(
            async () => !(await node.GetAsync("health/service/before")).Body.Contains("disk", StringComparison.Ordinal), "the check is gone");
        Assert.False((await node.GetAsync("agent/checks")).Json.TryGetProperty("disk", out _));
    }

    [Fact]
    public async Task External_node_is_there_without_a_service_and_its_checks_are_those_of_the_services_that_come()
    {
        await RegisterAsync("""{"Node":"ext","Address":"10.1.1.1","NodeMeta":{"external-node":"true","external-probe":"true"}}""");
        Assert.Equal("ext", Assert.Single((await node.GetAsync("catalog/nodes?node-meta=external-node:true")).Json.EnumerateArray()).GetProperty("Node").GetString());
        Assert.Equal("{}", (await node.GetAsync("catalog/node/ext")).Json.GetProperty("Services").GetRawText());

        await RegisterAsync("""{"Node":"ext","SkipNodeUpdate":true,"Check":{"CheckID":"up","Name":"up","Status":"warning","Output":"slow","Definition":{"http":"http://h/","intervalDuration":"30s"}}}""");
        var check = Assert.Single((await node.GetAsync("health/node/ext")).Json.EnumerateArray());
        Assert.Equal(("warning", "slow", ""), (check.GetProperty("Status").GetString(), check.GetProperty("Output").GetString(), check.GetProperty("ServiceID").GetString()));
        Assert.Equal("""{"http":"http://h/","intervalDuration":"30s"}""", check.GetProperty("Definition").GetRawText());

        await RegisterAsync("""{"Node":"ext","SkipNodeUpdate":true,"Service":{"ID":"s1","Service":"outside","Port":5}}""");
        var entry = Assert.Single((await node.GetAsync("health/service/outside")).Json.EnumerateArray());
        Assert.Equal(("10.1.1.1", "true"), (entry.GetProperty("Node").GetProperty("Address").GetString(), entry.GetProperty("Node").GetProperty("Meta").GetProperty("external-node").GetString()));
        Assert.False(await node.IsPassingAsync("outside"));

        await RegisterAsync("""{"Node":"ext","SkipNodeUpdate":true,"Check":{"CheckID":"up","Name":"up","Status":"passing"}}""");
        Assert.True(await node.IsPassingAsync("outside"));
        Assert.DoesNotContain("consul-nodes", (await node.GetAsync("catalog/services")).Body, StringComparison.Ordinal);
        Assert.Equal("[]", (await node.GetAsync("health/service/consul-nodes")).Body);

        await node.PutAsync("catalog/deregister", """{"Node":"ext"}""");
        Assert.Equal("null", (await node.GetAsync("catalog/node/ext")).Body);
        Assert.Equal("[]", (await node.GetAsync("health/node/ext")).Body);
    }

    [Fact]
    public async Task External_node_that_is_described_anew_is_so_at_each_of_its_services()
    {
        await RegisterAsync("""{"Node":"moved","Address":"10.1.1.2","Service":{"Service":"m1"}}""");
        await RegisterAsync("""{"Node":"moved","Address":"10.1.1.3","Service":{"Service":"m2"}}""");

        foreach (var service in (string[])["m1", "m2"])
            Assert.Equal("10.1.1.3", (await node.GetAsync($"catalog/service/{service}")).Json[0].GetProperty("Address").GetString());
        await node.PutAsync("catalog/deregister", """{"Node":"moved"}""");
    }

    [Fact]
    public async Task Id_of_another_external_node_stays_apart_when_that_one_is_gone()
    {
        await RegisterAsync("""{"Node":"ea","Address":"10.1.1.4","Service":{"ID":"x","Service":"shared"}}""");
        await RegisterAsync("""{"Node":"eb","Address":"10.1.1.5","Service":{"ID":"x","Service":"shared"}}""");
        await node.PutAsync("agent/service/register", """{"ID":"x","Name":"shared","Port":7}""");
        Assert.Equal(3, (await node.GetAsync("catalog/service/shared")).Json.GetArrayLength());

        await node.PutAsync("catalog/deregister", """{"Node":"ea"}""");
        await RegisterAsync("""{"Node":"eb","Address":"10.1.1.5","Service":{"ID":"x","Service":"shared","Port":9}}""");
        var found = (await node.GetAsync("catalog/service/shared")).Json.EnumerateArray()
            .Select(e => $"{e.GetProperty("ServiceID").GetString()} {e.GetProperty("ServicePort").GetInt32()}");
        Assert.Equal(["x 7", "x 9"], found.Order(StringComparer.Ordinal));
        await node.PutAsync("catalog/deregister", """{"Node":"eb"}""");
    }

    [Fact]
    public async Task Check_of_a_service_that_there_is_not_is_refused_as_consul_does()
    {
        var reply = await node.SendAsync(
            "PUT", "catalog/register", """{"Node":"none","Address":"10.1.1.6","Check":{"CheckID":"c","Name":"c","ServiceID":"nothing"}}""");
        Assert.Equal((500, "Missing service registration"), (reply.Status, reply.Body));
        Assert.Equal("null", (await node.GetAsync("catalog/node/none")).Body);
    }

    private async Task RegisterAsync(string body)
    {
        var reply = await node.SendAsync("PUT", "catalog/register", body);
        Assert.Equal((200, "true"), (reply.Status, reply.Body));
    }
}
