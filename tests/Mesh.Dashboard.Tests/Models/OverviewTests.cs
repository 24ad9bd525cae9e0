using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class OverviewTests
{
    private static readonly MeshState Ready = new(MeshPhase.Ready, "ready");

    [Fact]
    public void Instances_are_counted_by_status_and_by_what_others_see_of_their_owners()
    {
        var mesh = MeshOf(
            new FakeTimeProvider(),
            Instance("orders", "a"),
            Instance("orders", "b", status: InstanceStatus.Critical),
            Instance("stock", "a", standing: Standing.Suspect, owner: Other));

        var seen = Of(mesh);

        Assert.Equal((2, 3, 2), (seen.Services, seen.Instances, seen.Members));
        Assert.Equal(2, seen.ByStatus.Single(s => s.Mark.Text == "passing").Count);
        Assert.Equal(1, seen.ByStatus.Single(s => s.Mark.Text == "critical").Count);
        Assert.Equal(1, seen.ByStanding.Single(s => s.Mark.Text == "suspect").Count);
    }

    [Fact]
    public void Service_that_fails_open_is_warned_of_with_a_link_to_it()
    {
        var mesh = MeshOf(new FakeTimeProvider(), Instance("orders", "a", standing: Standing.Suspect, owner: Other));

        var warning = Of(mesh).Warnings.Single(w => w.Text.Contains("fails open", StringComparison.Ordinal));

        Assert.Equal(("service/orders", Tone.Bad), (warning.Link, warning.Tone));
    }

    [Fact]
    public void Instance_whose_owner_is_no_member_is_warned_of() => Assert.Contains(
        Of(MeshOf(new FakeTimeProvider(), Instance("orders", "a", owner: new Owner("10.9.9.9:1", 3)))).Warnings,
        w => w.Text == "1 of the instances of orders are owned by no member");

    [Fact]
    public void Node_that_is_not_ready_is_the_first_warning()
    {
        var mesh = MeshOf(new FakeTimeProvider());

        var seen = Overview.Of(mesh.Snapshot, new FakeMeshInspector().Members, new(MeshPhase.Joining, "asks its seeds"), _ => true, true);

        Assert.Equal("This node is joining: asks its seeds", seen.Warnings[0].Text);
    }

    [Fact]
    public void Services_that_may_not_be_read_and_nodes_are_neither_counted_nor_warned_of()
    {
        var mesh = MeshOf(new FakeTimeProvider(), Instance("orders", "a", status: InstanceStatus.Critical), Instance("stock", "a"));

        var seen = Overview.Of(mesh.Snapshot, new FakeMeshInspector().Members, Ready, s => s == "stock", seesMesh: false);

        Assert.Equal((1, 1, 0), (seen.Services, seen.Instances, seen.Members));
        Assert.Empty(seen.Warnings);
    }

    private static Overview Of(FakeMeshClient mesh) =>
        Overview.Of(mesh.Snapshot, new FakeMeshInspector().Members, Ready, _ => true, seesMesh: true);
}
