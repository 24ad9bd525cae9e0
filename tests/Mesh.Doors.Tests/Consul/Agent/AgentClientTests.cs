using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Doors.Tests.Support;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Real clients register, beat and leave; each step is checked by the client's own program.</summary>
public sealed class AgentClientTests(AgentNode node) : IClassFixture<AgentNode>
{
    [Fact]
    public async Task Python3_consul_registers_beats_and_leaves()
    {
        // Debian's interpreter: the package is not seen by others.
        var run = await ClientRun.Async("/usr/bin/python3", [Script("agent.py"), node.Address]);

        Assert.True(run is { Exit: 0 } && run.Output.EndsWith("done\n", StringComparison.Ordinal), run.ToString());
    }

    [Fact]
    public async Task Npm_consul_registers_beats_and_leaves()
    {
        var modules = await NpmPackages.InstallAsync();

        var run = await ClientRun.Async("node", [Script("agent.mjs"), node.Address, modules]);

        Assert.True(run is { Exit: 0 } && run.Output.EndsWith("done\n", StringComparison.Ordinal), run.ToString());
    }

    private static string Script(string name) =>
        SourceTree.PathOf("tests", "Mesh.Doors.Tests", "Consul", "Agent", "Clients", name);
}
