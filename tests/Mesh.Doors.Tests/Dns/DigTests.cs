using System.Globalization;
using System.Net;
using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>dig of BIND asks; its own output is what is looked at.</summary>
public sealed class DigTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Forty_instances_are_cut_without_edns_and_whole_over_tcp()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(40);
        var plain = await DigAsync(door, "+noedns", "+ignore", "web.service.mesh", "SRV");
        Assert.Matches("flags: qr aa tc rd", plain);
        Assert.InRange(Number(plain, "MSG SIZE  rcvd: "), 100, 512);

        var whole = await DigAsync(door, "+tcp", "web.service.mesh", "SRV");
        Assert.Contains("ANSWER: 40,", whole, StringComparison.Ordinal);
        // 40 addresses and OPT.
        Assert.Contains("ADDITIONAL: 41", whole, StringComparison.Ordinal);
        Assert.DoesNotContain(" tc ", whole, StringComparison.Ordinal);

        // Left to itself, dig turns to TCP by itself.
        Assert.Contains("ANSWER: 40,", await DigAsync(door, "+noedns", "web.service.mesh", "SRV"), StringComparison.Ordinal);
        var targets = (await DigAsync(door, "+short", "web.service.mesh", "SRV")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(' ')[3]).ToArray();
        Assert.Equal(40, targets.Length);
        var addresses = await DigAsync(door, ["+short", .. targets.SelectMany(t => new[] { t, "A" })]);
        Assert.Equal(
            Enumerable.Range(1, 40).Select(i => $"127.0.1.{i}").Order(StringComparer.Ordinal),
            addresses.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_missing_is_told_in_the_words_of_dns()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(2);
        door.Put(TestCatalog.Instance("down", "d-1") with { Status = InstanceStatus.Critical });
        var noData = await DigAsync(door, "web.service.mesh", "AAAA");
        Assert.Contains("status: NOERROR", noData, StringComparison.Ordinal);
        Assert.Matches(@"ANSWER: 0, AUTHORITY: 1", noData);
        Assert.Matches(@"mesh\.\s+0\s+IN\s+SOA\s+ns\.mesh\. hostmaster\.mesh\.", noData);
        foreach (var name in new[] { "nobody.service.mesh", "down.service.mesh" })
        {
            var missing = await DigAsync(door, name, "A");
            Assert.Contains("status: NXDOMAIN", missing, StringComparison.Ordinal);
            Assert.Contains("SOA", missing, StringComparison.Ordinal);
        }

        Assert.Contains("status: REFUSED", await DigAsync(door, "example.org", "A"), StringComparison.Ordinal);
        var mixed = await DigAsync(door, "WEB.Service.MESH", "A");
        Assert.Contains("ANSWER: 2,", mixed, StringComparison.Ordinal);
        Assert.Contains("WEB.Service.MESH.", mixed, StringComparison.Ordinal);
        Assert.Contains("status: NOTIMP", await DigAsync(door, "+opcode=notify", "mesh", "SOA"), StringComparison.Ordinal);
        Assert.Contains("status: BADVERS", await DigAsync(door, "+edns=7", "+noednsneg", "mesh", "SOA"), StringComparison.Ordinal);
        Assert.Contains("Transfer failed", await DigAsync(door, "mesh", "AXFR"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_serves_what_is_registered_at_it()
    {
        await using var node = await NodeProcess.StartAsync("--dns", "0", "--name", "n-1");
        using var api = new NodeApi(node.Http);
        await api.RegisterAsync("web", "w-1", 8_081);
        var door = new IPEndPoint(IPAddress.Loopback, node.Ports.Dns!.Value);
        Assert.Equal("127.0.0.1\n", await DigAsync(door, "+short", "web.service.mesh", "A"));
        Assert.Equal("1 1 8081 7f000001.addr.mesh.\n", await DigAsync(door, "+short", "web.service.mesh", "SRV"));
        await NodeApi.UntilAsync(
            async () => await DigAsync(door, "+short", "n-1.node.mesh", "A") == "127.0.0.1\n", Limit, "the node's name resolves");
        Assert.Contains("n-1.node.mesh.", await DigAsync(door, "+short", "-x", "127.0.0.1"), StringComparison.Ordinal);
        await api.DeregisterAsync("web", "w-1");
        Assert.Contains("status: NXDOMAIN", await DigAsync(door, "web.service.mesh", "A"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_with_a_setting_out_of_bounds_says_so_and_ends()
    {
        await using var node = ChildProcess.Start(
            NodeBinary.Path, ["node", "--port", "0", "--http", "0", "--dns", "0"], [new("Mesh__Dns__Ttl", "9")]);
        Assert.Equal(2, await node.WaitAsync(Limit));
        Assert.Contains("Mesh:Dns:Ttl: '9' must be 0 to 5", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_that_cannot_have_the_port_says_so_and_ends()
    {
        await using var door = await TestDoor.StartAsync();
        await using var node = ChildProcess.Start(
            NodeBinary.Path, ["node", "--port", "0", "--http", "0", "--dns", $"{door.Port}"], []);
        Assert.Equal(1, await node.WaitAsync(Limit));
        Assert.Contains($"--dns: 127.0.0.1 port {door.Port} cannot be had", node.Output, StringComparison.Ordinal);
    }

    private static Task<string> DigAsync(TestDoor door, params string[] arguments) => DigAsync(door.EndPoint, arguments);

    private static async Task<string> DigAsync(IPEndPoint door, params string[] arguments)
    {
        string[] all = [$"@{door.Address}", "-p", door.Port.ToString(CultureInfo.InvariantCulture), "+tries=1", "+time=30", .. arguments];
        await using var dig = ChildProcess.Start("dig", all, []);
        await dig.WaitAsync(Limit);
        return dig.Output.Length == 0 ? "" : dig.Output + "\n";
    }

    private static int Number(string text, string after)
    {
        var at = text.IndexOf(after, StringComparison.Ordinal) + after.Length;
        return int.Parse(new string([.. text[at..].TakeWhile(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
    }
}
