using Mesh.Catalog;
using Mesh.Client;
using Mesh.Doors.Tests.Consul.Support;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;

namespace Mesh.Doors.Tests.Consul.Catalog;

public sealed class NodeNamesTests
{
    private static readonly Owner Third = new("10.0.0.3:4053", 9);

    private readonly FakeMeshInspector _inspector = new();

    [Fact]
    public void Name_of_a_node_that_is_gone_is_still_known()
    {
        var names = Names();
        _inspector.Set([.. _inspector.Members.Items, Member(Third, "n3")]);
        Assert.Equal("n3", names.Of(Third.Address));
        var version = names.Version;

        _inspector.Set(_inspector.Members.Items[0]);

        Assert.Equal(("n3", "n1", ""), (names.Of(Third.Address), names.Of(FakeMeshClient.Self.Address), names.Of("10.0.0.4:4053")));
        Assert.Equal(version, names.Version);
    }

    [Fact]
    public void Agent_that_nobody_knows_any_more_is_called_as_it_said_at_its_registrations()
    {
        var instance = TestCatalog.Instance("web", "w-1") with { Life = Lifetime.Anchored, Home = Third.Address };
        var metadata = new ConsulMetadata { ServiceId = "w-1", AgentName = "left" };

        Assert.Equal("left", MeshNodes.Of(new InstanceView(instance, Third, Standing.Unreachable), metadata, Names()).Name);
        Assert.Equal("n1", MeshNodes.Of(new InstanceView(instance, FakeMeshClient.Self, Standing.Confirmed), metadata, Names()).Name);
        var unnamed = MeshNodes.Of(new InstanceView(instance, Third, Standing.Unreachable), ConsulMetadata.Empty, Names());
        Assert.Equal("mesh-10-0-0-3-4053", unnamed.Name);
    }

    [Fact]
    public async Task Answers_have_the_name_from_when_a_member_has_introduced_itself_and_a_name_is_one_node()
    {
        await using var node = await ConsulNode.StartAsync();
        node.Put(TestCatalog.Instance("web", "w-1"), owner: Third);
        Assert.Equal("mesh-10-0-0-3-4053", await NodeOfWebAsync(node));

        node.Inspector.Set([.. node.Inspector.Members.Items, Member(Third, "n3"), Member(new Owner("10.0.0.5:4053", 5), "n3")]);

        Assert.Equal("n3", await NodeOfWebAsync(node));
        var nodes = (await node.GetAsync("catalog/nodes")).Json.EnumerateArray().Select(n => n.GetProperty("Node").GetString());
        Assert.Equal(["n1", "n2", "n3"], nodes.Order(StringComparer.Ordinal));
        Assert.Equal("w-1", (await node.GetAsync("catalog/node-services/n3")).Json.GetProperty("Services")[0].GetProperty("ID").GetString());
    }

    private NodeNames Names() => new(_inspector, Microsoft.Extensions.Options.Options.Create(new MeshClientOptions()));

    private static async Task<string?> NodeOfWebAsync(ConsulNode node) =>
        (await node.GetAsync("health/service/web")).Json[0].GetProperty("Node").GetProperty("Node").GetString();

    private static MeshMember Member(Owner owner, string name) => new(owner, name, "up", Standing.Confirmed, [], "", "", false);
}
