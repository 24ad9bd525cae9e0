using System.Globalization;
using System.Net;
using System.Text.Json;
using DnsClient;
using Mesh.Doors.Tests.Consul.Agent;
using Mesh.Doors.Tests.Consul.Support;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Clients;

/// <summary>
/// The requests of programs that cannot be had here, in the form in which they send them, and what they take from the
/// answers: consul-template, Traefik's catalogue provider and Ocelot.
/// </summary>
public sealed class RequestShapesTests : IAsyncLifetime
{
    private const string Name = "shapes-1";
    private const string Tls = "traefik.http.routers.shop.rule=Host(`shop.example.org`) && (";

    private readonly AgentNode _node = new(["--name", Name, "--dns", "0"]);

    public async Task InitializeAsync()
    {
        await _node.InitializeAsync();
        await RegisterAsync("shop", "shop-1", "passing", "traefik.enable=true");
    }

    public Task DisposeAsync() => _node.DisposeAsync();

    /// <summary>consul-template: the newest state with its index, then blocking from there, stale and nearest first.</summary>
    [Theory]
    [InlineData("health/service/shop?near=_agent&passing=1&stale=")]
    [InlineData("health/service/shop?passing=1&stale=&tag=traefik.enable%3Dtrue")]
    [InlineData("health/service/shop?stale=")]
    [InlineData("catalog/services?stale=")]
    [InlineData("catalog/nodes?near=_agent&stale=")]
    [InlineData("catalog/node/" + Name + "?stale=")]
    [InlineData("catalog/datacenters")]
    public async Task Consul_template_reads_and_then_waits_for_a_change(string question)
    {
        var first = await _node.GetAsync(question);
        Assert.Equal(200, first.Status);
        AssertIsTaken(first);
        if (question == "catalog/datacenters")
            return;

        var next = _node.GetAsync($"{question}{(question.Contains('?', StringComparison.Ordinal) ? "&" : "?")}index={first.Index}&wait=60000ms");
        await RegisterAsync("shop", "shop-2", "passing", "traefik.enable=true");
        // Lists of names do not change by one more instance, nor wake who waits for them.
        if (question.StartsWith("catalog/nodes", StringComparison.Ordinal) || question.StartsWith("catalog/services", StringComparison.Ordinal))
            await RegisterElsewhereAsync();
        var changed = await next.WaitAsync(Patience.Limit);
        AssertIsTaken(changed);
        Assert.True(changed.Index > first.Index);
    }

    [Fact]
    public async Task Consul_template_keys_wait_for_their_change()
    {
        var none = await _node.GetAsync("kv/app/name?stale=&wait=60000ms");
        Assert.Equal(404, none.Status);
        AssertIsTaken(none);

        var next = _node.GetAsync($"kv/app/name?index={none.Index}&stale=&wait=60000ms");
        await _node.PutAsync("kv/app/name", "shop");
        Assert.Equal("c2hvcA==", (await next.WaitAsync(Patience.Limit)).Json[0].GetProperty("Value").GetString());
        Assert.Equal("app/name", Assert.Single((await _node.GetAsync("kv/app/?recurse=&stale=")).Json.EnumerateArray()).GetProperty("Key").GetString());
        Assert.Equal(Name, (await _node.GetAsync("agent/self")).Json.GetProperty("Config").GetProperty("NodeName").GetString());
    }

    /// <summary>Traefik: the names and tags of all, then each of its services by health and checks; its rules are tags of any length.</summary>
    [Theory]
    [InlineData("stale=")]
    [InlineData("consistent=")]
    [InlineData("cached=")]
    public async Task Traefik_finds_its_rules_and_its_servers(string mode)
    {
        var rule = Tls + string.Join(" || ", Enumerable.Range(0, 40).Select(i => $"PathPrefix(`/part-{i}`)")) + ")";
        Assert.True(rule.Length > 255);
        await RegisterAsync("shop", "shop-3", "passing", "traefik.enable=true", rule);
        await RegisterAsync("shop", "shop-4", "critical", "traefik.enable=true");
        await RegisterAsync("other", "other-1", "passing");

        var services = await _node.GetAsync($"catalog/services?{mode}");
        AssertIsTaken(services);
        Assert.Contains(rule, services.Json.GetProperty("shop").EnumerateArray().Select(t => t.GetString()));
        Assert.Empty(services.Json.GetProperty("other").EnumerateArray());

        var enabled = await _node.GetAsync($"health/service/shop?{mode}&tag=traefik.enable%3Dtrue");
        Assert.Equal(["shop-1", "shop-3", "shop-4"], enabled.ServiceIds.Order(StringComparer.Ordinal));
        var ruled = enabled.Json.EnumerateArray().Single(e => e.GetProperty("Service").GetProperty("ID").GetString() == "shop-3");
        Assert.Contains(rule, ruled.GetProperty("Service").GetProperty("Tags").EnumerateArray().Select(t => t.GetString()));
        Assert.Empty((await _node.GetAsync($"health/service/other?{mode}&tag=traefik.enable%3Dtrue")).ServiceIds);

        // Which servers it takes it reads off the checks, by node and service id; older ones from two lists.
        var catalogue = (await _node.GetAsync($"catalog/service/shop?{mode}&tag=traefik.enable%3Dtrue")).Json.EnumerateArray()
            .Select(e => (Node: e.GetProperty("Node").GetString(), Id: e.GetProperty("ServiceID").GetString(), Port: e.GetProperty("ServicePort").GetInt32()));
        var checks = (await _node.GetAsync($"health/checks/shop?{mode}")).Json.EnumerateArray()
            .Select(c => (Node: c.GetProperty("Node").GetString(), Id: c.GetProperty("ServiceID").GetString(), Status: c.GetProperty("Status").GetString())).ToArray();
        foreach (var server in catalogue)
        {
            Assert.Equal(8080, server.Port);
            Assert.Equal(
                server.Id == "shop-4" ? "critical" : "passing",
                Assert.Single(checks, c => (c.Node, c.Id) == (server.Node, server.Id)).Status);
        }
    }

    [Theory]
    [InlineData("\"traefik.enable=true\" in Service.Tags", 2)]
    [InlineData("Service.Tags contains `traefik.enable=true` and Checks.Status != critical", 2)]
    [InlineData("Service.ID matches `^shop-[1]$`", 1)]
    [InlineData("Service.Meta[\"team\"] == \"a\"", 0)]
    public async Task Filters_of_health_service_are_those_of_the_docs(string filter, int count)
    {
        await RegisterAsync("shop", "shop-2", "passing", "traefik.enable=true");

        var found = await _node.GetAsync($"health/service/shop?passing=1&filter={Uri.EscapeDataString(filter)}");

        Assert.True(found.Status == 200, found.Body);
        Assert.Equal(count, found.ServiceIds.Count());
    }

    /// <summary>Traefik's watch is of the services and of all checks: what becomes critical is told.</summary>
    [Fact]
    public async Task Traefik_hears_that_a_check_has_another_status()
    {
        var before = await _node.GetAsync("health/state/any?stale=");
        AssertIsTaken(before);

        var next = _node.GetAsync($"health/state/any?index={before.Index}&stale=");
        await _node.PutAsync("agent/check/fail/service:shop-1");

        Assert.Equal("critical", (await next.WaitAsync(Patience.Limit)).Json.EnumerateArray()
            .Single(c => c.GetProperty("ServiceID").GetString() == "shop-1").GetProperty("Status").GetString());
    }

    /// <summary>Ocelot calls the name of the entry's node, of the catalogue's where it has none, else the service's address.</summary>
    [Fact]
    public async Task Ocelot_can_call_the_host_that_its_rule_makes_of_an_entry()
    {
        var entry = Assert.Single((await _node.GetAsync("health/service/shop?passing=1")).Json.EnumerateArray());
        var nodes = (await _node.GetAsync("catalog/nodes")).Json.EnumerateArray().ToArray();
        var service = entry.GetProperty("Service");
        Assert.DoesNotContain("://", service.GetProperty("Address").GetString(), StringComparison.Ordinal);
        Assert.InRange(service.GetProperty("Port").GetInt32(), 1, 65_535);

        var own = entry.GetProperty("Node");
        Assert.Contains(nodes, n => n.GetProperty("Address").GetString() == own.GetProperty("Address").GetString());
        Assert.Equal(Name, own.GetProperty("Node").GetString());
        var dns = new LookupClient(new LookupClientOptions(new IPEndPoint(IPAddress.Loopback, _node.Process.Ports.Dns!.Value)) { Timeout = Patience.Limit });
        foreach (var node in nodes)
        {
            var answer = await dns.QueryAsync($"{node.GetProperty("Node").GetString()}.node.mesh", QueryType.A);
            Assert.Equal(node.GetProperty("Address").GetString(), Assert.Single(answer.Answers.ARecords()).Address.ToString());
        }
    }

    /// <summary>What Go's client reads off each answer: without the index it never waits, and what is no number ends it.</summary>
    private static void AssertIsTaken(Reply reply)
    {
        Assert.True(reply.Index > 0);
        Assert.Equal("true", reply.Headers["X-Consul-KnownLeader"]);
        Assert.True(ulong.TryParse(reply.Headers["X-Consul-LastContact"], NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private Task RegisterAsync(string service, string id, string status, params string[] tags) => _node.PutAsync(
        "agent/service/register",
        JsonSerializer.Serialize(new { Name = service, ID = id, Address = "127.0.0.1", Port = 8080, Tags = tags, Check = new { TTL = "1h", Status = status } }));

    private Task RegisterElsewhereAsync() => _node.PutAsync(
        "catalog/register", """{"Node":"elsewhere","Address":"127.0.0.9","Service":{"Service":"far","Port":1}}""");
}
