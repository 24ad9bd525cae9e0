using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;

namespace Mesh.Doors.Tests.Consul.Catalog;

public sealed class MeshNodesTests
{
    [Theory]
    [InlineData("127.0.0.1:4053", "mesh-127-0-0-1-4053", "127.0.0.1", "lan_ipv4")]
    [InlineData("[::1]:4053", "mesh-1--4053", "::1", "lan_ipv6")]
    [InlineData("Node-1.example:4053", "mesh-node-1-example-4053", "Node-1.example", "lan")]
    public void Node_of_an_address_has_a_name_for_dns_and_the_host_as_address(
        string address, string name, string host, string tagged)
    {
        var node = MeshNodes.Of(address);
        Assert.Equal(name, node.Name);
        Assert.Equal(host, node.Address);
        Assert.Equal(host, node.TaggedAddresses[tagged]);
        Assert.Equal(address, node.Meta["mesh-address"]);
    }

    [Fact]
    public void Id_is_a_uuid_of_the_address_alone_for_ever()
    {
        // Recorded: clients key what they know by it, so it must not change from version to version.
        Assert.Equal("d2db5d2d-fe36-8523-8303-f29dbbcd849a", MeshNodes.IdOf("127.0.0.1:4053"));
        Gen.Select(Gen.String[1, 40], Gen.String[1, 40]).Sample((a, b) =>
            Assert.Equal(a == b, MeshNodes.IdOf(a) == MeshNodes.IdOf(b)));
    }

    [Fact]
    public void External_node_keeps_its_name_and_gets_an_id_when_it_has_none()
    {
        var view = new InstanceView(
            Testing.TestCatalog.Instance("web", "w-1"), new Owner("127.0.0.1:4053", 7), Standing.Confirmed);
        var given = new CatalogNode("Db-1", "10.9.9.9", "");
        var node = MeshNodes.Of(view, new ConsulMetadata { Node = given });
        Assert.Equal("Db-1", node.Name);
        Assert.Equal(MeshNodes.IdOf("db-1"), node.Id);
        var withId = given with { Id = "40e4a748-2192-161a-0510-9bf59fe950b5" };
        Assert.Equal(withId, MeshNodes.Of(view, new ConsulMetadata { Node = withId }));
        Assert.Equal("mesh-127-0-0-1-4053", MeshNodes.Of(view, ConsulMetadata.Empty).Name);
    }
}
