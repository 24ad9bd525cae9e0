using Mesh.Catalog;
using Mesh.Node.Consul.Prepared;
using Mesh.Node.Dns;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Dns;

/// <summary>The list of forms, what the door answers, and what the documentation says.</summary>
public sealed class DnsFormsTests
{
    private static readonly DnsType[] Known = [DnsType.A, DnsType.AAAA, DnsType.SRV, DnsType.PTR, DnsType.SOA, DnsType.NS, DnsType.TXT];

    [Fact]
    public async Task Every_form_has_the_types_that_it_lists_and_no_others()
    {
        var scene = new DnsScene();
        Assert.Null(await scene.Prepared.PutAsync(new PreparedQuery { Id = "1", Name = "asked", Service = "web" }, CancellationToken.None));
        foreach (var host in new[] { "10.0.0.1", "2001:db8::1" })
        {
            scene.Put(DnsScene.Instance("web", host, host) with { Tags = ["blue"], Ports = ValueMap<int>.From([new("grpc", 9090)]) });
        }

        foreach (var form in DnsForms.All)
        {
            var found = Known.Where(t => Examples(form.Name).Any(n => scene.Ask(n, t).Answers.Any(a => a.Type == t)));
            // Hosts have one family each: the door and the nodes of this test are at IPv4 addresses.
            var expected = form.Name.StartsWith("<node>", StringComparison.Ordinal) || form.Name.StartsWith("ns.", StringComparison.Ordinal)
                || form.Name.StartsWith("consul.", StringComparison.Ordinal)
                ? form.Types.Where(t => t is not DnsType.AAAA)
                : form.Types;
            Assert.Equal((form.Name, string.Join(',', expected.Order())), (form.Name, string.Join(',', found.Order())));
        }
    }

    [Fact]
    public async Task Documentation_lists_the_forms()
    {
        var text = await File.ReadAllTextAsync(SourceTree.PathOf("docs", "doors.md"));
        var section = text[text.IndexOf("\n## DNS", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\nNames are compared", StringComparison.Ordinal)];
        var rows = section.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            DnsForms.All.Select(f => $"| `{f.Name}` | {string.Join(", ", f.Types)} | {f.Meaning} |"),
            rows);
    }

    private static IEnumerable<string> Examples(string form)
    {
        var name = form.Replace("<domain>", "mesh", StringComparison.Ordinal)
            .Replace("<service>", "web", StringComparison.Ordinal)
            .Replace("<tag>", "blue", StringComparison.Ordinal)
            .Replace("<port>", "grpc", StringComparison.Ordinal)
            .Replace("<dc>", "dc1", StringComparison.Ordinal)
            .Replace("<query>", "asked", StringComparison.Ordinal)
            .Replace("<node>", "n1", StringComparison.Ordinal);
        if (name.StartsWith("<hex ip>", StringComparison.Ordinal))
            return ["0a000001.addr.mesh", "20010db8000000000000000000000001.addr.mesh"];
        return name.StartsWith("<reversed ip>", StringComparison.Ordinal)
            ? ["1.0.0.10.in-addr.arpa", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"]
            : [name];
    }
}
