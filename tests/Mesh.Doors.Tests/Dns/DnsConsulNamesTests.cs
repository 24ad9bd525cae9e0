using Mesh.Catalog;
using Mesh.Node.Dns;
using Mesh.Node.Formats.Consul;

namespace Mesh.Doors.Tests.Dns;

/// <summary>Names of Consul's DNS: its servers, tags and ports in its forms, external nodes and what is said of nodes.</summary>
public sealed class DnsConsulNamesTests
{
    private readonly DnsScene _scene = new();

    [Fact]
    public void Servers_are_the_members()
    {
        Assert.Equal("127.0.0.1", Assert.Single(Data("consul.service.mesh", DnsType.A)));
        Assert.Equal(2, _scene.Ask("consul.service.dc1.mesh", DnsType.SRV).Answers.Count);
        Assert.Equal(DnsRcode.NoSuchName, _scene.Ask("tag.consul.service.mesh", DnsType.A).Rcode);

        _scene.Put(DnsScene.Instance("consul", "c-1", "10.9.9.9"));
        Assert.Equal("10.9.9.9", Assert.Single(Data("consul.service.mesh", DnsType.A)));
    }

    [Fact]
    public void Service_and_tag_are_read_where_there_is_no_such_port()
    {
        _scene.Put(DnsScene.Instance("web", "w-1") with { Tags = ["blue"], Ports = ValueMap<int>.From([new("grpc", 9090)]) })
            .Put(DnsScene.Instance("web", "w-2", "10.0.0.2"));

        Assert.Equal("10.0.0.1", Assert.Single(Data("_web._tcp.blue.service.mesh", DnsType.A)));
        Assert.Contains("9090", Assert.Single(Data("_grpc._tcp.web.service.mesh", DnsType.SRV)), StringComparison.Ordinal);
        Assert.Contains("9090", Assert.Single(Data("grpc.port.web.service.mesh", DnsType.SRV)), StringComparison.Ordinal);
        Assert.Contains("9090", Assert.Single(Data("blue.grpc.port.web.service.mesh", DnsType.SRV)), StringComparison.Ordinal);
        Assert.Equal(DnsRcode.NoSuchName, _scene.Ask("green.grpc.port.web.service.mesh", DnsType.SRV).Rcode);
        Assert.Equal(DnsRcode.NoSuchName, _scene.Ask("_web._tcp.green.service.mesh", DnsType.A).Rcode);
    }

    [Fact]
    public void External_node_is_found_by_its_name_from_when_it_is_there()
    {
        Assert.Equal(DnsRcode.NoSuchName, _scene.Ask("ext.node.mesh", DnsType.A).Rcode);

        _scene.Put(Of(new CatalogNode("Ext", "10.7.7.7", "")
        {
            Meta = ValueMap<string>.From([new("rack", "r`1"), new("rfc1035-note", "plain"), new("long", new string('x', 300))]),
        }));

        Assert.Equal("10.7.7.7", Assert.Single(Data("ext.node.mesh", DnsType.A)));
        Assert.Equal(
            ["long=" + new string('x', 300), "plain", "rack=r``1"], Data("ext.node.mesh", DnsType.TXT).Order(StringComparer.Ordinal));
        Assert.Equal(DnsRcode.NoError, _scene.Ask("ext.node.mesh", DnsType.AAAA).Rcode);
        Assert.Empty(_scene.Ask("ext.node.mesh", DnsType.AAAA).Answers);
    }

    [Theory]
    [InlineData("rack", "r1", "rack=r1")]
    [InlineData("a`b", "c`d", "a``b=c``d")]
    [InlineData("a=b", "c=d", "a`=b=c=d")]
    [InlineData("rfc1035-note", "plain", "plain")]
    public void Text_of_a_node_is_one_of_its_metadata(string key, string value, string text) => Assert.Equal(
        [text], DnsNode.Of(new CatalogNode("n", "10.0.0.1", "") { Meta = ValueMap<string>.From([new(key, value)]) }).Texts);

    [Fact]
    public void External_node_at_a_name_is_an_alias_for_it()
    {
        _scene.Put(Of(new CatalogNode("ext", "db.example.org", "")));
        Assert.Equal(DnsType.CNAME, Assert.Single(_scene.Ask("ext.node.mesh", DnsType.A).Answers).Type);
    }

    [Fact]
    public void Member_is_known_by_its_name_and_by_the_one_of_its_address()
    {
        Assert.Single(Data("n2.node.mesh", DnsType.A));
        Assert.Equal(Data("n2.node.mesh", DnsType.A), Data("mesh-127-0-0-1-4054.node.mesh", DnsType.A));
        Assert.Single(_scene.Ask("n2.node.mesh", DnsType.TXT).Answers);
    }

    private string[] Data(string name, DnsType type) => [.. _scene.Ask(name, type).Answers.Select(a => a.Data)];

    private static ServiceInstance Of(CatalogNode node) =>
        DnsScene.Instance("db", "d-1", "10.7.7.7") with { Metadata = new ConsulMetadata { Node = node }.ToMetadata() };
}
