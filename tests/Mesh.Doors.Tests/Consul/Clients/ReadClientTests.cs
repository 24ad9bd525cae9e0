using Mesh.Doors.Tests.Consul.Agent;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Doors.Tests.Support;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Clients;

/// <summary>Real clients read and watch; each step is checked by the client's own program.</summary>
public sealed class ReadClientTests(AgentNode node) : IClassFixture<AgentNode>
{
    [Fact]
    public async Task Python3_consul_reads_blocks_and_keeps_keys()
    {
        // Debian's interpreter: the package is not seen by others.
        var run = await ClientRun.Async("/usr/bin/python3", [Script("read.py"), node.Address]);

        Assert.True(run is { Exit: 0 } && run.Output.EndsWith("done\n", StringComparison.Ordinal), run.ToString());
    }

    [Fact]
    public async Task Npm_consul_watches_reads_and_keeps_keys()
    {
        var modules = await NpmPackages.InstallAsync();

        var run = await ClientRun.Async("node", [Script("read.mjs"), node.Address, modules]);

        Assert.True(run is { Exit: 0 } && run.Output.EndsWith("done\n", StringComparison.Ordinal), run.ToString());
    }

    private static string Script(string name) =>
        SourceTree.PathOf("tests", "Mesh.Doors.Tests", "Consul", "Clients", name);
}
