using Mesh.Catalog;
using Mesh.Doors.Tests.Consul.Support;
using Mesh.Node.Formats.Consul;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul;

/// <summary>List requests over HTTP: what is answered, with which headers, and what is refused.</summary>
public sealed class ConsulReadTests
{
    [Theory]
    [InlineData("health/service/web")]
    [InlineData("health/service/none")]
    [InlineData("health/checks/web")]
    [InlineData("health/state/any")]
    [InlineData("health/node/n1")]
    [InlineData("health/connect/web")]
    [InlineData("catalog/services")]
    [InlineData("catalog/service/web")]
    [InlineData("catalog/nodes")]
    [InlineData("catalog/node/none")]
    [InlineData("catalog/node-services/none")]
    [InlineData("catalog/connect/web")]
    [InlineData("catalog/datacenters")]
    [InlineData("status/leader")]
    [InlineData("status/peers")]
    [InlineData("event/list")]
    [InlineData("coordinate/nodes")]
    [InlineData("kv/none")]
    [InlineData("health/service/web?passing&stale=&near=_agent&dc=dc1&ns=default&token=t")]
    public async Task Every_list_has_the_headers_that_clients_stop_at_when_they_miss(string path)
    {
        await using var node = await WithWebAsync();
        // The second answer may come the short way: it must not differ.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var reply = await node.GetAsync(path);
            Assert.True(reply.Index > 0);
            Assert.True(reply.Index < 1L << 53);
            Assert.Equal("true", reply.Headers["X-Consul-KnownLeader"]);
            Assert.Equal("0", reply.Headers["X-Consul-LastContact"]);
            Assert.Equal("allow", reply.Headers["X-Consul-Default-ACL-Policy"]);
            Assert.Equal("stale", reply.Headers["X-Consul-Effective-Consistency"]);
            Assert.Equal("blocking-query", reply.Headers["X-Consul-Query-Backend"]);
            Assert.Equal("application/json", reply.Headers["Content-Type"]);
            Assert.False(reply.Headers.ContainsKey("X-Cache"));
        }
    }

    [Fact]
    public async Task Cached_queries_are_told_that_they_hit_the_cache()
    {
        await using var node = await WithWebAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var reply = await node.GetAsync("health/service/web?cached");
            Assert.Equal(("HIT", "0"), (reply.Headers["X-Cache"], reply.Headers["Age"]));
        }
    }

    [Theory]
    [InlineData("catalog/services?stale&consistent", 400, "Cannot specify ?stale with ?consistent, conflicting semantics.")]
    [InlineData("catalog/services?cached&consistent", 400, "Cannot specify ?cached with ?consistent, conflicting semantics.")]
    [InlineData("health/service/web?wait=abc", 400, "Invalid wait time: 'abc' must be a duration such as 500ms, 10s or 1m30s")]
    [InlineData("health/service/web?index=-1", 400, "Invalid index: '-1' must be a whole number")]
    [InlineData("health/service/web?passing=maybe", 400, "Invalid value for ?passing: 'maybe' must be true or false")]
    [InlineData("health/service/web?ns=team", 400, "Invalid namespace: 'team'; there is only 'default' here")]
    [InlineData("health/service/web?partition=p", 400, "Invalid partition: 'p'; there is only 'default' here")]
    [InlineData("health/service/web?peer=p", 400, "Invalid peer: 'p'; there are no peers here")]
    [InlineData("health/service/web?dc=dc9", 500, "No path to datacenter")]
    [InlineData("health/service/web?datacenter=dc9&dc=dc1", 500, "No path to datacenter")]
    [InlineData("health/service/web?filter=Service.Nmae==x", 400, "Failed to create filter: 'Service.Nmae' is not a field of these entries")]
    [InlineData("health/service/none?filter=(", 400, "Failed to create filter: a field or a value must stand where the end is")]
    [InlineData("catalog/nodes?filter=Service.Port==1", 400, "Failed to create filter: 'Service.Port' is not a field of these entries")]
    [InlineData("health/state/green", 400, "Invalid state: must be any, passing, warning or critical")]
    [InlineData("no/such/thing", 404, "Invalid URL path: not a recognized HTTP API endpoint")]
    [InlineData("session/list", 501, null)]
    [InlineData("acl/tokens", 401, null)]
    [InlineData("connect/ca/roots", 500, null)]
    public async Task Request_that_cannot_be_answered_gets_a_line_of_text_that_says_why(string path, int status, string? text)
    {
        await using var node = await WithWebAsync();
        var reply = await node.GetAsync(path);
        Assert.Equal(status, reply.Status);
        Assert.Equal("text/plain; charset=utf-8", reply.Headers["Content-Type"]);
        Assert.Equal("allow", reply.Headers["X-Consul-Default-ACL-Policy"]);
        if (text is not null)
            Assert.Equal(text, reply.Body);
        else
            Assert.NotEqual("", reply.Body);
    }

    [Fact]
    public async Task Namespace_in_the_header_counts_on_the_short_way_too()
    {
        await using var node = await WithWebAsync();
        Assert.Equal(200, (await node.GetAsync("health/service/web")).Status);
        node.Http.DefaultRequestHeaders.Add("X-Consul-Namespace", "team");
        Assert.Equal(400, (await node.GetAsync("health/service/web")).Status);
    }

    [Fact]
    public async Task Consistent_reads_are_answered_as_what_they_are_or_refused_if_so_set()
    {
        await using var node = await WithWebAsync();
        var reply = await node.GetAsync("health/service/web?consistent");
        Assert.Equal((200, "stale"), (reply.Status, reply.Headers["X-Consul-Effective-Consistency"]));
        await using var strict = await ConsulNode.StartAsync(("Mesh:Consul:RefuseConsistent", "true"));
        Assert.Equal(500, (await strict.GetAsync("health/service/web?consistent")).Status);
        Assert.Equal(200, (await strict.GetAsync("health/service/web?stale")).Status);
    }

    [Fact]
    public async Task Datacenter_can_be_named()
    {
        await using var node = await ConsulNode.StartAsync(("Mesh:Consul:Datacenter", "east"));
        Assert.Equal("[\"east\"]", (await node.GetAsync("catalog/datacenters?dc=east")).Body);
        Assert.Equal(500, (await node.GetAsync("catalog/datacenters?dc=dc1")).Status);
    }

    [Theory]
    [InlineData("POST", "catalog/services")]
    [InlineData("PUT", "health/service/web")]
    [InlineData("DELETE", "status/leader")]
    public async Task Wrong_method_is_answered_with_those_allowed(string method, string path)
    {
        await using var node = await WithWebAsync();
        var reply = await node.SendAsync(method, path);
        Assert.Equal((405, "GET", $"method {method} not allowed"), (reply.Status, reply.Headers["Allow"], reply.Body));
    }

    [Fact]
    public async Task Health_of_a_service_is_filtered_by_status_tags_node_and_expression()
    {
        await using var node = await WithWebAsync();
        node.Put(TestCatalog.Instance("web", "w-2") with { Status = InstanceStatus.Critical, Tags = ["A", "b"] });
        async Task<string> Ids(string query) => string.Join(',', (await node.GetAsync("health/service/web" + query)).ServiceIds);
        Assert.Equal("w-1,w-2", await Ids(""));
        Assert.Equal("w-1", await Ids("?passing"));
        Assert.Equal("w-1", await Ids("?passing=1"));
        Assert.Equal("w-1,w-2", await Ids("?passing=0"));
        Assert.Equal("w-1,w-2", await Ids("?tag=a"));
        Assert.Equal("w-2", await Ids("?tag=a&tag=B"));
        Assert.Equal("", await Ids("?tag=a&tag=c"));
        Assert.Equal("w-1,w-2", await Ids("?node-meta=mesh-address:127.0.0.1:4053"));
        Assert.Equal("", await Ids("?node-meta=mesh-address:other"));
        Assert.Equal("w-2", await Ids("?filter=" + Uri.EscapeDataString("Checks.Status == critical")));
        Assert.Equal("w-1", await Ids("?filter=" + Uri.EscapeDataString("Service.Meta.v == \"1\" and Service.Port == 80")));
        Assert.Equal("w-1,w-2", await Ids("?filter=" + Uri.EscapeDataString("Node.Node matches \"^n\"")));
    }

    [Fact]
    public async Task Name_of_a_service_is_found_whatever_its_case_and_shown_as_it_was_written()
    {
        await using var node = await ConsulNode.StartAsync();
        node.Put(TestCatalog.Instance("web", "w-1") with { Metadata = new ConsulMetadata { Name = "Web" }.ToMetadata() });
        var health = await node.GetAsync("health/service/WEB");
        Assert.Equal("Web", health.Json[0].GetProperty("Service").GetProperty("Service").GetString());
        Assert.Equal("Web", (await node.GetAsync("catalog/service/web")).Json[0].GetProperty("ServiceName").GetString());
        Assert.Equal("{\"Web\":[],\"consul\":[]}", (await node.GetAsync("catalog/services")).Body);
    }

    [Fact]
    public async Task Address_that_was_not_given_is_empty_and_the_nodes_is_there()
    {
        await using var node = await ConsulNode.StartAsync();
        var metadata = new ConsulMetadata { HasNoAddress = true }.ToMetadata();
        node.Put(TestCatalog.Instance("web", "w-1", host: "127.0.0.1") with { Metadata = metadata });
        var entry = (await node.GetAsync("health/service/web")).Json[0];
        Assert.Equal("", entry.GetProperty("Service").GetProperty("Address").GetString());
        Assert.Equal("127.0.0.1", entry.GetProperty("Node").GetProperty("Address").GetString());
        var flat = (await node.GetAsync("catalog/service/web")).Json[0];
        Assert.Equal("", flat.GetProperty("ServiceAddress").GetString());
        Assert.Equal("127.0.0.1", flat.GetProperty("Address").GetString());
    }

    [Fact]
    public async Task Nodes_are_those_of_the_mesh_and_those_registered_from_outside()
    {
        await using var node = await WithWebAsync();
        var external = new CatalogNode("db-node", "10.5.5.5", "") { Meta = ValueMap<string>.From([new("rack", "r1")]) };
        node.Put(TestCatalog.Instance("db", "d-1") with { Metadata = new ConsulMetadata { Node = external }.ToMetadata() });
        var nodes = (await node.GetAsync("catalog/nodes")).Json.EnumerateArray().ToList();
        Assert.Equal(
            ["n1", "n2", "db-node"], nodes.Select(n => n.GetProperty("Node").GetString()));
        Assert.Equal(3, nodes.Select(n => n.GetProperty("ID").GetString()).Distinct().Count());
        Assert.Equal(1, (await node.GetAsync("catalog/nodes?node-meta=rack:r1")).Json.GetArrayLength());
        var services = (await node.GetAsync("catalog/node/DB-node")).Json.GetProperty("Services");
        Assert.Equal("db", services.GetProperty("d-1").GetProperty("Service").GetString());
        var list = (await node.GetAsync("catalog/node-services/n1?filter=" + Uri.EscapeDataString("web == Service"))).Status;
        Assert.Equal(400, list);
        var filtered = await node.GetAsync("catalog/node-services/n1?filter=" + Uri.EscapeDataString("Service == web"));
        Assert.Equal("w-1", filtered.Json.GetProperty("Services")[0].GetProperty("ID").GetString());
        Assert.Equal("null", (await node.GetAsync("catalog/node/none")).Body);
    }

    [Fact]
    public async Task States_are_those_of_all_nodes_and_instances()
    {
        await using var node = await WithWebAsync();
        node.Put(TestCatalog.Instance("web", "w-2") with { Status = InstanceStatus.Critical });
        async Task<string[]> Ids(string path) =>
            [.. (await node.GetAsync(path)).Json.EnumerateArray().Select(c => $"{c.GetProperty("Node").GetString()}/{c.GetProperty("CheckID").GetString()}")];
        Assert.Equal(
            ["n1/serfHealth", "n2/serfHealth", "n1/service:w-2"],
            await Ids("health/state/any"));
        Assert.Equal(
            ["n2/serfHealth", "n1/service:w-2"], await Ids("health/state/critical"));
        Assert.Equal(["n2/serfHealth"], await Ids("health/node/n2"));
        Assert.Equal(["n1/service:w-2"], await Ids("health/checks/web"));
        Assert.Equal("[]", (await node.GetAsync("health/state/warning")).Body);
    }

    [Fact]
    public async Task Pretty_is_the_same_with_blanks()
    {
        await using var node = await WithWebAsync();
        var plain = await node.GetAsync("health/service/web");
        var pretty = await node.GetAsync("health/service/web?pretty");
        Assert.Contains("\n    ", pretty.Body, StringComparison.Ordinal);
        Assert.Equal(plain.Body, System.Text.Json.JsonSerializer.Serialize(pretty.Json));
    }

    [Fact]
    public async Task Peers_are_the_nodes_and_the_leader_is_one_of_them()
    {
        await using var node = await WithWebAsync();
        Assert.Equal("[\"127.0.0.1:4053\",\"127.0.0.1:4054\"]", (await node.GetAsync("status/peers")).Body);
        Assert.Equal("\"127.0.0.1:4053\"", (await node.GetAsync("status/leader")).Body);
    }

    private static async Task<ConsulNode> WithWebAsync()
    {
        var node = await ConsulNode.StartAsync();
        node.Put(TestCatalog.Instance("web", "w-1") with
        {
            Tags = ["a"],
            Metadata = ValueMap<string>.From([new("v", "1")]),
        });
        return node;
    }
}
