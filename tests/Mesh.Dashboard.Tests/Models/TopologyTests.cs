using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.Membership;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class TopologyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeMeshInspector _nodes = new();
    private readonly MemberSights _sights = new();

    [Fact]
    public void Members_stand_in_their_zones_with_what_they_own()
    {
        var mesh = MeshOf(_time, Instance("orders", "a"), Instance("orders", "b"), Instance("orders", "c", owner: Other), Instance("stock", "a"));

        var seen = Topology.Of(mesh.Snapshot, _nodes.Members, _time);

        Assert.Equal(["a", "b"], seen.Zones.Select(z => z.Zone));
        Assert.Equal((3, 75), (seen.Zones[0].Nodes[0].Owned, (int)seen.Zones[0].Nodes[0].Percent));
        Assert.Equal((1, 1), (seen.Zones[1].Nodes[0].Owned, seen.Away));
    }

    [Fact]
    public void Way_to_a_node_is_the_round_trip_of_its_last_answer()
    {
        _sights.Answered(Other, TimeSpan.FromMilliseconds(1.5));

        var node = Of().Zones[1].Nodes[0];

        Assert.StartsWith("answers in 1.5 ms", node.Way, StringComparison.Ordinal);
        Assert.Equal("this one", Of().Zones[0].Nodes[0].Way);
    }

    [Fact]
    public void Who_doubts_a_node_and_who_hears_it_is_told_with_why()
    {
        var (third, fourth) = (new Owner("127.0.0.1:4055", 9), new Owner("127.0.0.1:4056", 10));
        SetMembers(Member(FakeMeshClient.Self, "n1", isSelf: true), Member(Other, "n2", Standing.Unreachable), Member(third, "n3"), Member(fourth, "n4"), Member(new("127.0.0.1:4057", 11), "n5"));
        _sights.Stands(Other, new Evidence(Causes.LinkBroken, "n1", "the link to it broke"));
        Say(third, [Other], []);
        Say(fourth, [Other], [Other]);

        var doubt = Assert.Single(Of().Doubts);

        Assert.Equal("n2", doubt.Node.Name);
        Assert.Equal(["n1", "n3"], doubt.Doubters.ToArray());
        Assert.Equal(["n4"], doubt.Hearers.ToArray());
        Assert.Equal((1, "the link to it broke, says n1"), (doubt.Silent, doubt.Why));
    }

    [Fact]
    public void Node_that_others_doubt_and_this_one_hears_is_listed_too_until_their_word_is_old()
    {
        var third = new Owner("127.0.0.1:4055", 9);
        SetMembers(Member(FakeMeshClient.Self, "n1", isSelf: true), Member(Other, "n2"), Member(third, "n3"));
        Say(third, [Other], []);

        var doubt = Assert.Single(Of().Doubts);
        Assert.Equal("n3", Assert.Single(doubt.Doubters));
        Assert.Equal("n1", Assert.Single(doubt.Hearers));
        Assert.Empty(Of().Sides);

        _time.Advance(DoubtRow.WordLife + TimeSpan.FromSeconds(1));
        Assert.Empty(Of().Doubts);
    }

    [Fact]
    public void Sides_are_those_that_are_heard_and_those_that_are_not()
    {
        var sides = Of().Sides;

        Assert.Equal([["n1"], ["n2"]], sides.Select(s => s.Names.ToArray()));
    }

    [Fact]
    public void Many_names_are_told_by_their_number() =>
        Assert.Equal("n0, n1, n2 and 97 more", DoubtRow.Few([.. Enumerable.Range(0, 100).Select(i => $"n{i}")], 3));

    private void SetMembers(params MeshMember[] members) => _nodes.Set(members);

    private static MeshMember Member(Owner owner, string name, Standing standing = Standing.Confirmed, bool isSelf = false) =>
        new(owner, name, "up", standing, [], "", "1.0", isSelf);

    private void Say(Owner from, ValueList<Owner> unreachable, ValueList<Owner> heard) =>
        _sights.Said(new MemberWord(from, unreachable, heard, _time.GetTimestamp()));

    private Topology Of() => Topology.Of(MeshOf(_time).Snapshot, _nodes.Members, _time, _sights);
}
