using System.Text.Json;
using Mesh.Doors.Tests.Consul.Agent;

namespace Mesh.Doors.Tests.Consul.Health;

/// <summary>The service "consul": who is asked for it means the members.</summary>
public sealed class ServersTests(AgentNode node) : IClassFixture<AgentNode>
{
    [Fact]
    public async Task Members_are_the_instances_of_the_service_consul()
    {
        var health = Assert.Single((await node.GetAsync("health/service/consul?passing")).Json.EnumerateArray());
        Assert.Equal(("consul", node.Process.Ports.Remoting), ServiceOf(health.GetProperty("Service")));
        var check = Assert.Single(health.GetProperty("Checks").EnumerateArray());
        Assert.Equal(("serfHealth", "passing"), (check.GetProperty("CheckID").GetString(), check.GetProperty("Status").GetString()));

        var catalog = Assert.Single((await node.GetAsync("catalog/service/consul")).Json.EnumerateArray());
        Assert.Equal(health.GetProperty("Node").GetProperty("Node").GetString(), catalog.GetProperty("Node").GetString());
        Assert.Equal(node.Process.Ports.Remoting, catalog.GetProperty("ServicePort").GetInt32());
    }

    private static (string?, int) ServiceOf(JsonElement service) => (service.GetProperty("Service").GetString(), service.GetProperty("Port").GetInt32());
}
