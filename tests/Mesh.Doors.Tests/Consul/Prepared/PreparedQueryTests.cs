using System.Text.Json;
using Mesh.Doors.Tests.Consul.Agent;
using Mesh.Node.Consul.Prepared;

namespace Mesh.Doors.Tests.Consul.Prepared;

/// <summary>Prepared queries, as clients of Consul make and ask them.</summary>
public sealed class PreparedQueryTests(AgentNode node) : IClassFixture<AgentNode>
{
    [Fact]
    public async Task Query_is_made_read_changed_asked_and_removed()
    {
        await RegisterAsync("pq-web", "pq-1", "blue", "passing");
        await RegisterAsync("pq-web", "pq-2", "green", "warning");
        await RegisterAsync("pq-web", "pq-3", "blue", "critical");

        var made = await node.SendAsync("POST", "query", """{"Name":"pq","Service":{"Service":"pq-web","Failover":{"Datacenters":["other"]}},"DNS":{"TTL":"10s"}}""");
        Assert.Equal(200, made.Status);
        var id = made.Json.GetProperty("ID").GetString()!;
        Assert.True(Guid.TryParse(id, out _));
        var shown = Assert.Single((await node.GetAsync($"query/{id}")).Json.EnumerateArray());
        Assert.Equal(("pq", "10s"), (shown.GetProperty("Name").GetString(), shown.GetProperty("DNS").GetProperty("TTL").GetString()));
        Assert.Contains((await node.GetAsync("query")).Json.EnumerateArray(), q => q.GetProperty("ID").GetString() == id);

        foreach (var key in (string[])[id, "pq", "PQ"])
            Assert.Equal(["pq-1", "pq-2"], IdsOf((await node.GetAsync($"query/{key}/execute")).Json));
        Assert.Single(IdsOf((await node.GetAsync("query/pq/execute?limit=1")).Json));
        var answer = (await node.GetAsync("query/pq/execute")).Json;
        Assert.Equal(
            ("pq-web", "dc1", 0, "10s"),
            (answer.GetProperty("Service").GetString(), answer.GetProperty("Datacenter").GetString(),
                answer.GetProperty("Failovers").GetInt32(), answer.GetProperty("DNS").GetProperty("TTL").GetString()));

        await node.PutAsync($"query/{id}", """{"Name":"pq","Service":{"Service":"pq-web","OnlyPassing":true,"Tags":["blue","!red"]}}""");
        Assert.Equal(["pq-1"], IdsOf((await node.GetAsync("query/pq/execute")).Json));

        Assert.Equal(200, (await node.SendAsync("DELETE", $"query/{id}")).Status);
        var gone = await node.GetAsync($"query/{id}");
        Assert.Equal((404, "Query not found"), (gone.Status, gone.Body));
        Assert.Equal(404, (await node.GetAsync("query/pq/execute")).Status);
    }

    [Fact]
    public async Task Template_stands_for_the_names_that_begin_with_its_own()
    {
        await RegisterAsync("pt-geo-db", "pt-1", "primary", "passing");
        var made = await node.SendAsync(
            "POST", "query", """{"Name":"pt-","Template":{"Type":"name_prefix_match","Regexp":"^pt-(.*?)-([^-]+)$"},"Service":{"Service":"${name.full}","Tags":["${match(2)}"]}}""");
        Assert.Equal(200, made.Status);
        var explained = (await node.GetAsync("query/pt-geo-primary/explain")).Json.GetProperty("Query").GetProperty("Service");
        Assert.Equal("pt-geo-primary", explained.GetProperty("Service").GetString());
        Assert.Equal("primary", explained.GetProperty("Tags")[0].GetString());
        Assert.Equal(404, (await node.GetAsync("query/other/explain")).Status);
        Assert.Equal(200, (await node.SendAsync("DELETE", $"query/{made.Json.GetProperty("ID").GetString()}")).Status);
    }

    [Theory]
    [InlineData("{}", 400, "Must provide a Service name to query")]
    [InlineData("""{"Service":{"Service":"a","Failover":{"NearestN":-1}}}""", 400, "Bad NearestN '-1', must be >= 0")]
    [InlineData("""{"Service":{"Service":"a"},"DNS":{"TTL":"soon"}}""", 400, "Bad DNS TTL 'soon': must be a duration such as 10s")]
    [InlineData("""{"Service":{"Service":"a"},"Template":{"Type":"other"}}""", 400, "Bad Template.Type 'other'")]
    [InlineData("""{"Service":{"Service":"a"},"Template":{"Type":"name_prefix_match","Regexp":"("}}""", 400, "Bad Regexp '('")]
    [InlineData("""{"Session":"x","Service":{"Service":"a"}}""", 400, "sessions are not served: a query cannot be bound to one")]
    [InlineData("""{"Service":{"Service":"orders","Connect":true}}""", 400, "Connect is not served: a query cannot ask for instances with a proxy")]
    [InlineData("""{"Service":{"Service":"orders","SamenessGroup":"g"}}""", 400, "Service.SamenessGroup is not served: Failover.Targets names other meshes")]
    [InlineData("""{"Service":{"Service":"orders","Failover":{"Targets":[{}]}}}""", 400, "a Target must have one of Datacenter and Peer")]
    [InlineData("""{"Service":{"Service":"orders","Failover":{"NearestN":1,"Targets":[{"Peer":"eu"}]}}}""", 400, "Targets cannot be populated with NearestN or Datacenters")]
    public async Task What_cannot_be_a_query_is_refused(string body, int status, string text)
    {
        var reply = await node.SendAsync("POST", "query", body);
        Assert.Equal((status, text), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task A_name_belongs_to_one_query_and_one_that_is_not_there_is_not_changed()
    {
        var first = await node.SendAsync("POST", "query", """{"Name":"once","Service":{"Service":"a"}}""");
        var second = await node.SendAsync("POST", "query", """{"Name":"Once","Service":{"Service":"b"}}""");
        Assert.Equal((200, 500, "name 'Once' aliases an existing query name"), (first.Status, second.Status, second.Body));
        var missing = await node.SendAsync("PUT", "query/8f246b77-f3e1-ff88-5b48-8ec93abf3e05", """{"Service":{"Service":"b"}}""");
        Assert.Equal(
            (500, "Cannot modify non-existent prepared query: '8f246b77-f3e1-ff88-5b48-8ec93abf3e05'"), (missing.Status, missing.Body));
    }

    [Theory]
    [InlineData(true, "blue")]
    [InlineData(false, "|blue")]
    public void Tags_of_which_a_template_leaves_nothing_can_be_left_out(bool isRemoved, string expected) => Assert.Equal(
        expected,
        string.Join('|', PreparedTemplate.For(
            new PreparedQuery { Id = "1", Name = "geo-", Service = "s", Tags = ["${name.suffix}", "blue"], RemovesEmptyTags = isRemoved }, "geo-").Tags));

    [Theory]
    [InlineData("${name.full}/${name.prefix}/${name.suffix}", "geo-db-a/geo-/db-a")]
    [InlineData("${match(0)}:${match(1)}:${match(9)}", "geo-db-a:db:")]
    [InlineData("plain ${unknown}", "plain ${unknown}")]
    public void Variables_of_a_template_are_put_in(string service, string expected) => Assert.Equal(
        expected,
        PreparedTemplate.For(
            new PreparedQuery { Id = "1", Name = "geo-", Service = service, IsTemplate = true, Regexp = "^geo-(.*?)-([^-]+)$" }, "geo-db-a").Service);

    private async Task RegisterAsync(string service, string id, string tag, string status) => await node.PutAsync(
        "agent/service/register",
        $$"""{"Name":"{{service}}","ID":"{{id}}","Port":80,"Tags":["{{tag}}"],"Check":{"TTL":"1h","Status":"{{status}}"} }""");

    private static string[] IdsOf(JsonElement answer) =>
        [.. answer.GetProperty("Nodes").EnumerateArray().Select(n => n.GetProperty("Service").GetProperty("ID").GetString()!).Order(StringComparer.Ordinal)];
}
