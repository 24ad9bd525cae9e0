using System.Text.Json;
using Mesh.Catalog;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToConsul;

namespace Mesh.Doors.Tests.Bridge.ToConsul;

public sealed class ConsulMappingTests
{
    // The shape of an answer of Consul to health/service/web.
    private const string Recorded = """
        [{
          "Node": {"ID": "a7b2", "Node": "n1", "Address": "10.0.0.9", "Datacenter": "dc1",
                   "TaggedAddresses": {"lan": "10.0.0.9"}, "Meta": {"consul-network-segment": ""},
                   "CreateIndex": 11, "ModifyIndex": 12},
          "Service": {"ID": "web-1", "Service": "Web", "Tags": ["v2"], "Address": "", "TaggedAddresses": null,
                      "Meta": {"team": "red", "mesh-zone": "z1", "mesh-version": "2", "mesh-port-grpc": "81"}, "Port": 8080,
                      "Weights": {"Passing": 3, "Warning": 1}, "EnableTagOverride": false,
                      "Proxy": {"Mode": "", "MeshGateway": {}, "Expose": {}}, "Connect": {},
                      "CreateIndex": 20, "ModifyIndex": 21},
          "Checks": [
            {"Node": "n1", "CheckID": "serfHealth", "Name": "Serf Health Status", "Status": "passing", "Notes": "", "Output": "",
             "ServiceID": "", "ServiceName": "", "ServiceTags": [], "Type": "", "Definition": {}, "CreateIndex": 11, "ModifyIndex": 11},
            {"Node": "n1", "CheckID": "service:web-1", "Name": "c", "Status": "warning", "Notes": "", "Output": "",
             "ServiceID": "web-1", "ServiceName": "Web", "ServiceTags": ["v2"], "Type": "ttl", "Definition": {}, "CreateIndex": 20, "ModifyIndex": 21}]
        }]
        """;

    [Fact]
    public void An_entry_of_the_catalogue_is_read_with_the_address_of_its_node()
    {
        var entry = ConsulMapping.ToEntry(Parse(Recorded))!;
        Assert.Equal(("n1/web-1", true, "21"), (entry.Key, entry.IsOffered, entry.Revision));
        Assert.Null(entry.Mark);
        Assert.Equal(
            new CopiedInstance
            {
                Service = "web",
                Host = "10.0.0.9",
                Port = 8080,
                Ports = ValueMap<int>.From([new("grpc", 81)]),
                Zone = "z1",
                Version = "2",
                Tags = ["v2"],
                Metadata = ValueMap<string>.From([new("team", "red")]),
                Weight = 3,
                Status = InstanceStatus.Warning,
            },
            entry.Instance);
    }

    [Theory]
    [InlineData("\"Status\": \"warning\"", "\"Status\": \"critical\"")]
    [InlineData("\"CheckID\": \"serfHealth\"", "\"CheckID\": \"_node_maintenance\"")]
    [InlineData("\"CheckID\": \"service:web-1\"", "\"CheckID\": \"_service_maintenance:web-1\"")]
    public void Critical_and_maintenance_are_not_offered(string before, string after) =>
        Assert.False(ConsulMapping.ToEntry(Parse(Recorded.Replace(before, after, StringComparison.Ordinal)))!.IsOffered);

    [Fact]
    public void Proxies_are_not_instances() => Assert.Null(ConsulMapping.ToEntry(
        Parse(Recorded.Replace("\"ID\": \"web-1\"", "\"Kind\": \"connect-proxy\", \"ID\": \"web-1\"", StringComparison.Ordinal))));

    [Fact]
    public void A_copy_is_a_service_of_an_external_node_with_one_check()
    {
        var put = Put();
        var json = JsonSerializer.SerializeToElement(
            ConsulMapping.ToRegister(Entries.Mesh, put), ConsulBridgeJson.Default.Register);
        Assert.Equal(
            """
            {"ID":"{uuid}","Node":"mesh-home","Address":"127.0.0.1","NodeMeta":{"external-node":"true","external-probe":"false"},"Service":{"ID":"web/a","Service":"web","Tags":[],"Meta":{"mesh-bridge":"b1","mesh-origin":"mesh/home","mesh-origin-rev":"7-{digest}","mesh-port-grpc":"81","mesh-zone":"z1"},"Address":"10.0.0.1","Port":80,"Weights":{"Passing":1,"Warning":1}},"Check":{"Node":"mesh-home","CheckID":"mesh:web/a","Name":"Status in the mesh","Status":"passing","Output":"as mesh/home has it","ServiceID":"web/a"}}
            """.Trim(),
            json.GetRawText()
                .Replace(put.Mark.Digest, "{digest}", StringComparison.Ordinal)
                .Replace(json.GetProperty("ID").GetString()!, "{uuid}", StringComparison.Ordinal));
        Assert.True(Guid.TryParse(json.GetProperty("ID").GetString(), out _));
    }

    [Fact]
    public void A_copy_read_back_is_up_to_date()
    {
        var put = Put();
        var register = ConsulMapping.ToRegister(Entries.Mesh, put);
        var entry = ConsulMapping.ToEntry(new ConsulModels.Entry(
            new ConsulModels.Node("127.0.0.1") { Name = register.Node }, register.Service, [register.Check]))!;
        Assert.Equal(put.Key, entry.Key);
        Assert.Equal(put.Mark, entry.Mark);
        Assert.Equal(put.Instance, entry.Instance);
        Assert.Equal(("mesh-home", "web/a"), (ConsulMapping.ToDeregister(Entries.Mesh, put.Key).Node, ConsulMapping.ToDeregister(Entries.Mesh, put.Key).ServiceID));
    }

    private static CopyWrite.Put Put()
    {
        var copy = Entries.Instance("web", 80) with { Ports = ValueMap<int>.From([new("grpc", 81)]), Zone = "z1" };
        return new CopyWrite.Put("mesh-home/web/a", copy, new OriginMark(Entries.Mesh, "b1", "7", copy.Digest()));
    }

    private static ConsulModels.Entry Parse(string text) =>
        Assert.Single(JsonSerializer.Deserialize(text, ConsulBridgeJson.Default.IReadOnlyListEntry)!);
}
