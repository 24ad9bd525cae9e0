using System.Text.Json;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>What clients of Consul register, and what is shown of it.</summary>
public sealed class RegistrationFormTests(AgentNode node) : IClassFixture<AgentNode>
{
    public static TheoryData<string, string> Taken => new()
    {
        { "name with a slash", """{"ID":"cell-001/api","Name":"cell-001/api","Port":443,"Address":"10.0.0.1"}""" },
        { "name with a space", """{"Name":"My Service","Port":80}""" },
        { "address that is a URL", """{"Name":"ad1","Port":443,"Address":"https://aaa.example/yyy/"}""" },
        { "all members of a check", """{"Name":"ck1","Check":{"Script":"","ScriptArgs":[],"Args":[],"Shell":"","DockerContainerID":"","HTTP":"http://127.0.0.1:1/","TCP":"","TTL":"","Interval":"10s"}}""" },
        { "an empty check", """{"Name":"ck0","Check":{"HTTP":"","Interval":"","TTL":"","Header":{},"TLSSkipVerify":false}}""" },
        { "ttl of 30 hours", """{"Name":"ck2","Check":{"TTL":"30h"}}""" },
        { "deregister after 30 days", """{"Name":"ck3","Check":{"TTL":"10s","DeregisterCriticalServiceAfter":"720h"}}""" },
        { "null in Meta and Tags", """{"Name":"m1","Port":80,"Meta":{"k":null},"Tags":[null],"TaggedAddresses":{"wan":null}}""" },
        { "long notes", $$$"""{"Name":"ck5","Check":{"TTL":"10s","Notes":"{{{new string('n', 600)}}}"}}""" },
        { "long tag", $$"""{"Name":"tagged","Tags":["rule={{new string('h', 4_000)}}"]}""" },
        { "70 tags", $$"""{"Name":"many","Tags":[{{string.Join(',', Enumerable.Range(0, 70).Select(i => $"\"t{i}\""))}}]}""" },
        { "17 checks", $$"""{"Name":"ck4","Checks":[{{string.Join(',', Enumerable.Repeat("{\"TTL\":\"10s\"}", 17))}}]}""" },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task Form_that_consul_takes_is_taken(string form, string body)
    {
        var reply = await node.SendAsync("PUT", "agent/service/register", body);
        Assert.True(reply.Status == 200, $"{form}: {reply.Status} {reply.Body}");
    }

    [Theory]
    [InlineData("""{"ID":"x"}""", "Missing service name")]
    [InlineData("""{"Name":"x","Address":"0.0.0.0"}""", "Invalid service address")]
    [InlineData("""{"Name":"x","Meta":{"user.name":"x"}}""", "Invalid Service Meta: Couldn't load metadata pair ('user.name', 'x'): Key contains invalid characters")]
    [InlineData("""{"Name":"x","Meta":{"consul-x":"x"}}""", "Invalid Service Meta: Couldn't load metadata pair ('consul-x', 'x'): Key prefix 'consul-' is reserved for internal use")]
    [InlineData("""{"Name":"x","Weights":{"Warning":1}}""", "Invalid Weights: Passing must be greater than 0")]
    [InlineData("""{"Name":"x","Check":{"Interval":"10s"}}""", "Invalid check: TTL must be > 0 for TTL checks")]
    [InlineData("""{"Name":"x","Check":{"TTL":"10s","Interval":"1s"}}""", "Invalid check: Interval and TTL cannot both be specified")]
    [InlineData("""{"Name":"x","Check":{"TTL":"10s","Status":"good"}}""", "Status for checks must 'passing', 'warning', 'critical'")]
    [InlineData("""{"Name":"x","Check":{"TTL":"10000h"}}""", "Invalid request: ttl: '10000h' must be 1s to 8760h")]
    [InlineData("""{"Name":"x","Namespace":"team"}""", "Invalid namespace: 'team'; there is only 'default' here")]
    [InlineData("""{"Name":"x","Partition":"team"}""", "Invalid partition: 'team'; there is only 'default' here")]
    public async Task What_consul_refuses_is_refused_in_its_words(string body, string words)
    {
        var reply = await node.SendAsync("PUT", "agent/service/register", body);
        Assert.Equal((400, words), (reply.Status, reply.Body));
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("$x + y")]
    [InlineData("日本語サービス")]
    [InlineData("deep/er/name")]
    public async Task Name_is_kept_as_it_was_written_wherever_it_is_asked(string name)
    {
        var path = Uri.EscapeDataString(name);
        await node.PutAsync("agent/service/register", JsonSerializer.Serialize(new { Name = name, Port = 80 }));

        Assert.Equal(name, (await node.GetAsync($"health/service/{path}")).Json[0].GetProperty("Service").GetProperty("Service").GetString());
        Assert.Equal(name, (await node.GetAsync($"catalog/service/{path}")).Json[0].GetProperty("ServiceName").GetString());
        Assert.True((await node.GetAsync("catalog/services")).Json.TryGetProperty(name, out _));
        Assert.Equal(200, (await node.GetAsync($"agent/health/service/name/{path}")).Status);
        await node.PutAsync($"agent/service/deregister/{path}");
        Assert.Equal("[]", (await node.GetAsync($"health/service/{path}")).Body);
    }

    [Fact]
    public async Task Id_of_any_length_is_the_one_that_its_client_knows()
    {
        var id = new string('i', 400);
        await node.PutAsync("agent/service/register", JsonSerializer.Serialize(new { ID = id, Name = "long-id", Check = new { TTL = "10m" } }));

        await node.PutAsync($"agent/check/pass/service:{id}");
        Assert.Equal(id, (await node.GetAsync("health/service/long-id?passing")).ServiceIds.Single());
        await node.PutAsync($"agent/service/deregister/{id}");
        Assert.Equal("[]", (await node.GetAsync("health/service/long-id")).Body);
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_one_service_and_each_is_listed_as_written()
    {
        await node.PutAsync("agent/service/register", """{"ID":"c1","Name":"cased","Tags":["a"]}""");
        await node.PutAsync("agent/service/register", """{"ID":"c2","Name":"Cased","Tags":["b"]}""");

        var services = (await node.GetAsync("catalog/services")).Json;
        Assert.Equal(("[\"a\"]", "[\"b\"]"), (services.GetProperty("cased").GetRawText(), services.GetProperty("Cased").GetRawText()));
        var found = (await node.GetAsync("catalog/service/CASED")).Json.EnumerateArray().Select(e => e.GetProperty("ServiceName").GetString());
        Assert.Equal(["Cased", "cased"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fields_that_are_only_kept_are_shown_as_given_and_can_be_filtered()
    {
        await node.PutAsync(
            "agent/service/register",
            """{"Name":"kept","SocketPath":"/run/k.sock","Connect":{"Native":true},"Proxy":{"Mode":"direct","Upstreams":[{"DestinationName":"db"}]},"Ports":[{"Name":"http","Port":8080},{"Name":"admin","Port":9090,"Default":true}],"Weights":{"Passing":7}}""");

        var service = (await node.GetAsync("health/service/kept?filter=" + Uri.EscapeDataString(
            "Service.Connect.Native == true and Service.SocketPath == \"/run/k.sock\" and Service.Proxy.Mode == direct"))).Json[0].GetProperty("Service");
        Assert.Equal("{\"Native\":true}", service.GetProperty("Connect").GetRawText());
        Assert.Equal("db", service.GetProperty("Proxy").GetProperty("Upstreams")[0].GetProperty("DestinationName").GetString());
        Assert.Equal(9090, service.GetProperty("Port").GetInt32());
        Assert.Equal("{\"Passing\":7,\"Warning\":0}", service.GetProperty("Weights").GetRawText());
        Assert.Equal(2, (await node.GetAsync("agent/service/kept")).Json.GetProperty("Ports").GetArrayLength());
        Assert.True((await node.GetAsync("catalog/service/kept")).Json[0].GetProperty("ServiceConnect").GetProperty("Native").GetBoolean());
    }

    [Fact]
    public async Task Address_that_is_no_host_is_shown_as_given_and_told_others_as_the_host_in_it()
    {
        await node.PutAsync("agent/service/register", """{"Name":"url","Port":443,"Address":"https://aaa.example/yyy/"}""");

        Assert.Equal(
            "https://aaa.example/yyy/",
            (await node.GetAsync("health/service/url")).Json[0].GetProperty("Service").GetProperty("Address").GetString());
        var native = await node.GetAsync("/mesh/v1/services/url");
        Assert.Equal("aaa.example", native.Json.GetProperty("instances")[0].GetProperty("host").GetString());
    }

    [Fact]
    public async Task Output_of_a_check_is_the_last_one_wherever_it_is_shown()
    {
        await node.PutAsync("agent/service/register", """{"Name":"said","Check":{"TTL":"10m","Status":"passing"}}""");
        foreach (var words in (string[])["first", "second"])
        {
            await node.PutAsync($"agent/check/pass/service:said?note={words}");

            Assert.Equal(words, (await node.CheckAsync("said")).Output);
            Assert.Equal(words, (await node.GetAsync("health/checks/said")).Json[0].GetProperty("Output").GetString());
            Assert.Equal(words, (await node.GetAsync("agent/checks")).Json.GetProperty("service:said").GetProperty("Output").GetString());
        }
    }
}
