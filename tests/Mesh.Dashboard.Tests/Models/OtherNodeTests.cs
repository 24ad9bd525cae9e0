using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.Membership;
using Mesh.Testing.Fakes;
using Mesh.Views;

namespace Mesh.Dashboard.Tests.Models;

public sealed class OtherNodeTests
{
    private readonly FakeMeshInspector _nodes = new();

    [Fact]
    public void Nodes_that_are_heard_and_of_the_own_zone_are_named_first()
    {
        _nodes.Set(
            Member(1, "self", "a", isSelf: true),
            Member(2, "suspect", "a", Standing.Suspect),
            Member(3, "far", "b"),
            Member(4, "near", "a"),
            Member(5, "without", "a", url: null));

        Assert.Equal(["near", "far", "suspect"], OtherNode.Of(_nodes.Members).Select(n => n.Name));
    }

    [Fact]
    public void As_many_are_named_as_can_be_read_at_a_glance()
    {
        _nodes.Set([Member(1, "self", "a", isSelf: true), .. Enumerable.Range(2, 50).Select(i => Member(i, $"n{i}", "a"))]);

        Assert.Equal(OtherNode.Most, OtherNode.Of(_nodes.Members).Length);
    }

    [Fact]
    public void Two_lives_of_a_node_are_named_once()
    {
        _nodes.Set(Member(1, "self", "a", isSelf: true), Member(2, "old", "a", Standing.Unreachable, url: "http://10.0.0.2:8500/ui/"), Member(3, "new", "a", url: "http://10.0.0.2:8500/ui/"));

        Assert.Equal("new", Assert.Single(OtherNode.Of(_nodes.Members)).Name);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//elsewhere")]
    [InlineData("")]
    public void What_is_no_address_of_a_page_becomes_no_link(string url)
    {
        _nodes.Set(Member(1, "self", "a", isSelf: true), Member(2, "odd", "a", url: url));

        Assert.Empty(OtherNode.Of(_nodes.Members));
    }

    private static MeshMember Member(
        int number, string name, string zone, Standing standing = Standing.Confirmed, bool isSelf = false, string? url = "of its own") =>
        new(new Owner($"10.0.0.{number}:4053", number), name, "up", standing, [], zone, "1.0", isSelf)
        {
            Doors = url is null
                ? ValueMap<string>.Empty
                : ValueMap<string>.From([new(DoorNames.Dashboard, url == "of its own" ? $"http://10.0.0.{number}:8500/ui/" : url)]),
        };
}
