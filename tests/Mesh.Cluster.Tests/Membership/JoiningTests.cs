using Mesh.Membership;
using Mesh.Testing;

namespace Mesh.Cluster.Tests.Membership;

public class JoiningTests
{
    [Fact]
    public async Task Node_without_seeds_forms_a_mesh_and_others_join_through_it()
    {
        await using var a = MembershipNode.Start();
        await using var b = MembershipNode.Start([a.Address]);
        await using var c = MembershipNode.Start([a.Address]);

        foreach (var node in (MembershipNode[])[a, b, c])
            await node.SeesAsync(a, b, c);

        await b.Reports.OneAsync<MembershipReport.Joined>("b is in");
        await a.Reports.OneAsync<MembershipReport.Others>("a knows both", o => o.Addresses.Count == 2);
    }

    [Fact]
    public async Task Members_introduce_themselves()
    {
        await using var a = MembershipNode.Start(change: o => o.NodeName = "left");
        await using var b = MembershipNode.Start([a.Address], change: o => o.Zone = "z1");

        await a.ShowsAsync("a hears b's zone", m => m.Zone == "z1" && m.Owner == b.Owner);
        await b.ShowsAsync("b hears a's name", m => m.Name == "left" && m.Owner == a.Owner);
    }

    [Theory]
    [InlineData("blue", 64, "mesh name (MeshName) is")]
    [InlineData("mesh", 128, "bucket count (Buckets) is")]
    public async Task Node_of_other_terms_is_refused_with_a_line_on_both_sides(string name, int buckets, string line)
    {
        await using var a = MembershipNode.Start();
        await a.SeesAsync(a);
        await using var b = MembershipNode.Start([a.Address], name, change: o => o.Buckets = buckets);

        var refused = await b.Reports.OneAsync<MembershipReport.Refused>("b is refused");
        Assert.Contains(line, refused.Line, StringComparison.Ordinal);
        Assert.Contains(a.Address, refused.Line, StringComparison.Ordinal);
        await a.Log.OneAsync<string>("a says so", l =>
            l.Contains(line, StringComparison.Ordinal) && l.Contains(b.Address, StringComparison.Ordinal));
        await b.Log.OneAsync<string>("b says so", l => l.Contains(line, StringComparison.Ordinal));
        Assert.DoesNotContain(a.Told.Seen, m => m is MembershipProtocol.MemberUp { Member.IsSelf: false });
        Assert.False(b.System.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Unreachable_seed_is_asked_until_it_is_there()
    {
        var port = FreePorts.Take();
        await using var b = MembershipNode.Start([$"127.0.0.1:{port}"]);
        await b.Reports.OneAsync<MembershipReport.Joining>(
            "b says whom it asks", r => r.Detail.Contains("no answer", StringComparison.Ordinal));
        Assert.DoesNotContain(b.Told.Seen, m => m is MembershipProtocol.MemberUp);

        await using var a = MembershipNode.Start(port: port);

        await a.SeesAsync(a, b);
        await b.SeesAsync(a, b);
    }

    [Fact]
    public async Task Seeds_that_start_together_form_one_mesh()
    {
        string[] seeds = [.. Enumerable.Range(0, 3).Select(_ => $"127.0.0.1:{FreePorts.Take()}")];
        var nodes = seeds.Select((s, i) => MembershipNode.Start(
            seeds.Skip(i).Concat(seeds.Take(i)), port: int.Parse(s.Split(':')[1], null))).ToArray();
        try
        {
            foreach (var node in nodes)
                await node.SeesAsync(nodes);
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Islands_find_each_other_and_the_smaller_one_gives_way()
    {
        var port = FreePorts.Take();
        var seeds = new[] { $"127.0.0.1:{port}" };
        // The single one has formed its own mesh; the other two are another one that has it as a seed.
        await using var single = MembershipNode.Start(port: port);
        await single.SeesAsync(single);
        await using var a = MembershipNode.Start();
        await using var b = MembershipNode.Start([a.Address, .. seeds], known: [a.Address]);
        await a.SeesAsync(a);

        var move = await Task.WhenAny(
            single.Reports.OneAsync<MembershipReport.MustRejoin>("single gives way"),
            a.Reports.OneAsync<MembershipReport.MustRejoin>("a gives way"),
            b.Reports.OneAsync<MembershipReport.MustRejoin>("b gives way"));
        var report = await move;
        Assert.Contains("another island", report.Reason, StringComparison.Ordinal);
        Assert.Single(report.Contacts);
    }

    [Theory]
    [InlineData("localhost", "localhost", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1", "localhost")]
    [InlineData("127.0.0.1", "localhost", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.1", "localhost")]
    [InlineData("127.0.0.1", "localhost")]
    public async Task Node_is_joined_through_each_form_of_its_address_and_through_both(string host, params string[] seeds)
    {
        var port = FreePorts.Take();
        await using var a = MembershipNode.Start(port: port, change: o => o.Host = host);
        await using var b = MembershipNode.Start(seeds.Select(s => $"{s}:{port}"));

        await a.SeesAsync(a, b);
        await b.SeesAsync(a, b);
    }

    [Fact]
    public async Task Nodes_of_both_families_and_one_that_listens_on_both_form_one_mesh()
    {
        await using var four = MembershipNode.Start(change: o => o.Host = "127.0.0.1");
        await using var both = MembershipNode.Start([four.Address], change: o =>
        {
            o.Host = "localhost";
            o.Bind.Add("::");
        });
        await using var six = MembershipNode.Start([both.Address], change: o => o.Host = "::1");

        foreach (var node in (MembershipNode[])[four, both, six])
            await node.SeesAsync(four, both, six);
    }

    [Fact]
    public async Task Seed_that_is_slow_to_answer_is_joined_by_its_name()
    {
        var port = FreePorts.Take();
        // In three seconds it asks by the name and by the number; the name is not tried again before the number was.
        await using var b = MembershipNode.Start([$"localhost:{port}"]);
        await b.UnansweredAsync(seconds: 3);

        await using var a = MembershipNode.Start(port: port, change: o => o.Host = "localhost");

        await a.SeesAsync(a, b);
        await b.SeesAsync(a, b);
    }
}
