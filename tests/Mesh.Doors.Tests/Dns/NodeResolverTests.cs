using System.Globalization;
using System.Text.Json;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>The resolver of Node.js (c-ares): it sends no EDNS and turns to TCP.</summary>
public sealed class NodeResolverTests
{
    private const string Script = """
        const { Resolver } = require('dns').promises;
        const resolver = new Resolver({ tries: 1, timeout: 60000 });
        resolver.setServers(['127.0.0.1:' + process.argv[1]]);
        const code = p => p.then(() => 'found', e => e.code);
        (async () => console.log(JSON.stringify({
          a: (await resolver.resolve4('web.service.mesh')).length,
          srv: (await resolver.resolveSrv('web.service.mesh')).map(s => s.name + ' ' + s.port).sort(),
          noData: await code(resolver.resolve6('web.service.mesh')),
          missing: await code(resolver.resolve4('nobody.service.mesh')),
          foreign: await code(resolver.resolve4('example.org')),
          reverse: await resolver.reverse('127.0.1.1'),
        })))();
        """;

    [Fact]
    public async Task Services_are_resolved_and_what_is_missing_is_told_apart()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(40);
        await using var node = ChildProcess.Start("node", ["-e", Script, door.Port.ToString(CultureInfo.InvariantCulture)], []);
        Assert.True(await node.WaitAsync(TimeSpan.FromSeconds(120)) == 0, node.Output);
        var found = JsonDocument.Parse(node.Output).RootElement;
        Assert.Equal(40, found.GetProperty("a").GetInt32());
        Assert.Equal(40, found.GetProperty("srv").GetArrayLength());
        Assert.Equal("7f000101.addr.mesh 9001", found.GetProperty("srv")[0].GetString());
        Assert.Equal("ENODATA", found.GetProperty("noData").GetString());
        Assert.Equal("ENOTFOUND", found.GetProperty("missing").GetString());
        Assert.Equal("EREFUSED", found.GetProperty("foreign").GetString());
        Assert.Equal("web.service.mesh", found.GetProperty("reverse")[0].GetString());
    }
}
