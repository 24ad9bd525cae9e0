using Mesh.Doors.Tests.Etcd.Support;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Three agents, each with a service that has the same id: it is unique at an agent, not in the mesh.</summary>
public sealed class SameIdTests : IAsyncLifetime
{
    private readonly List<AgentNode> _agents = [];

    public async Task InitializeAsync()
    {
        _agents.Add(await AgentNode.StartAsync("--name", "one", "--dns", "0"));
        foreach (var name in (string[])["two", "three"])
            _agents.Add(await AgentNode.StartAsync("--name", name, "--seed", _agents[0].Process.Address));
        await AgentNode.UntilAsync(async () => (await _agents[0].GetAsync("agent/members")).Json.GetArrayLength() == 3, "all have joined");
    }

    public async Task DisposeAsync()
    {
        foreach (var agent in _agents)
            await agent.DisposeAsync();
    }

    [Fact]
    public async Task Each_agent_has_its_own_and_its_orders_reach_no_other()
    {
        // At once, so that no agent can know what the others are given.
        await Task.WhenAll(_agents.Select((agent, i) => agent.PutAsync("agent/service/register", Definition(8001 + i))));
        await ShowAsync("one api 8001 passing", "three api 8003 passing", "two api 8002 passing");
        foreach (var (agent, i) in _agents.Select((a, i) => (a, i)))
        {
            var own = Assert.Single((await agent.GetAsync("agent/services")).Json.EnumerateObject());
            Assert.Equal(("api", 8001 + i), (own.Name, own.Value.GetProperty("Port").GetInt32()));
        }

        var srv = await ClientRun.OutputAsync(
            "dig", ["@127.0.0.1", "-p", $"{_agents[0].Process.Ports.Dns}", "+time=30", "+short", "api.service.mesh", "SRV"]);
        Assert.Equal(["8001", "8002", "8003"], srv.Split('\n').Where(l => l.Length > 0).Select(l => l.Split(' ')[2]).Order(StringComparer.Ordinal));

        await _agents[1].PutAsync("agent/check/warn/service:api");
        await ShowAsync("one api 8001 passing", "three api 8003 passing", "two api 8002 warning");
        await _agents[2].PutAsync("agent/service/maintenance/api?enable=true");
        await ShowAsync("one api 8001 passing", "three api 8003 critical,passing", "two api 8002 warning");
        await _agents[1].PutAsync("agent/service/register", Definition(9002));
        await ShowAsync("one api 8001 passing", "three api 8003 critical,passing", "two api 9002 passing");

        await _agents[0].PutAsync("agent/service/deregister/api");
        await ShowAsync("three api 8003 critical,passing", "two api 9002 passing");
        Assert.Equal(404, (await _agents[0].SendAsync("PUT", "agent/service/deregister/api")).Status);
        Assert.Equal(404, (await _agents[0].SendAsync("PUT", "agent/check/pass/service:api")).Status);
        await ShowAsync("three api 8003 critical,passing", "two api 9002 passing");
    }

    private static string Definition(int port) =>
        $$$"""{"Name":"api","Port":{{{port}}},"Check":{"TTL":"10m","Status":"passing"}}""";

    /// <summary>Waits until every agent shows node, id, port and the statuses of the service's own checks.</summary>
    private async Task ShowAsync(params string[] expected)
    {
        foreach (var agent in _agents)
        {
            var seen = "";
            await AgentNode.UntilAsync(
                async () => (seen = string.Join('\n', await EntriesAsync(agent))) == string.Join('\n', expected),
                $"{string.Join(" | ", expected)}, last {seen}");
        }
    }

    private static async Task<IEnumerable<string>> EntriesAsync(AgentNode agent) =>
        (await agent.GetAsync("health/service/api")).Json.EnumerateArray().Select(e =>
        {
            var service = e.GetProperty("Service");
            var statuses = e.GetProperty("Checks").EnumerateArray().Where(c => c.GetProperty("ServiceID").GetString() == "api")
                .Select(c => c.GetProperty("Status").GetString()).Order(StringComparer.Ordinal);
            return $"{e.GetProperty("Node").GetProperty("Node")} {service.GetProperty("ID")} {service.GetProperty("Port")} {string.Join(',', statuses)}";
        }).Order(StringComparer.Ordinal);
}
