using System.Net.Http.Json;
using System.Text.Json;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Whose life an instance shares that comes by Consul's door.</summary>
public sealed class KindOfLifeTests(AgentNode node) : IClassFixture<AgentNode>
{
    [Theory]
    [InlineData("none", "")]
    [InlineData("ttl", ""","Check":{"TTL":"30s"}""")]
    [InlineData("http", ""","Check":{"HTTP":"http://127.0.0.1:1/","Interval":"10s"}""")]
    public async Task What_an_agent_registers_is_anchored_whatever_its_check(string name, string check)
    {
        await node.PutAsync("agent/service/register", $$"""{"Name":"{{name}}","Address":"10.0.0.9","Port":80{{check}}}""");

        Assert.Equal("anchored", await LifeAsync(name));
    }

    [Fact]
    public async Task What_the_catalog_registers_floats()
    {
        await node.PutAsync("catalog/register", """{"Node":"elsewhere","Address":"10.0.0.9","Service":{"Service":"external","Port":80}}""");

        Assert.Equal("floating", await LifeAsync("external"));
    }

    private async Task<string?> LifeAsync(string service)
    {
        var view = await node.Http.GetFromJsonAsync<JsonElement>(new Uri(node.Process.Http, $"/mesh/v1/services/{service}"));
        return Assert.Single(view.GetProperty("instances").EnumerateArray()).GetProperty("lifetime").GetString();
    }
}
