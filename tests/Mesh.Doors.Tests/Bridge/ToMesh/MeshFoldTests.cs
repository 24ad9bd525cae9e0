using Mesh.Node.Bridge.ToMesh;
using Mesh.Palette.Api;

namespace Mesh.Doors.Tests.Bridge.ToMesh;

public sealed class MeshFoldTests
{
    [Fact]
    public void A_reading_is_complete_with_the_event_that_carries_its_revision()
    {
        var fold = new MeshFold();
        Assert.False(fold.Apply(new WatchEvent(0, "reset", null)));
        Assert.False(fold.Apply(new WatchEvent(0, "added", Model("a"))));
        Assert.False(fold.ToView(isLive: true).IsComplete);
        Assert.True(fold.Apply(new WatchEvent(12, "added", Model("b"))));
        var view = fold.ToView(isLive: true);
        Assert.Equal((true, 1L, 2), (view.IsComplete, view.Reading, view.Entries.Length));
    }

    [Fact]
    public void An_empty_mesh_is_complete_with_the_reset()
    {
        var fold = new MeshFold();
        Assert.True(fold.Apply(new WatchEvent(3, "reset", null)));
        Assert.True(fold.ToView(isLive: true).IsComplete);
        Assert.False(fold.ToView(isLive: false).IsComplete);
    }

    [Fact]
    public void The_view_of_before_stands_while_a_new_reading_is_under_way()
    {
        var fold = Read("a");
        fold.Apply(new WatchEvent(0, "reset", null));
        Assert.Equal(["web/a"], fold.ToView(true).Entries.Select(e => e.Key));
        fold.Apply(new WatchEvent(20, "added", Model("z")));
        Assert.Equal(["web/z"], fold.ToView(true).Entries.Select(e => e.Key));
        Assert.Equal(2, fold.ToView(true).Reading);
    }

    [Fact]
    public void Changes_after_a_reading_are_folded_in()
    {
        var fold = Read("a");
        fold.Apply(new WatchEvent(13, "added", Model("b")));
        fold.Apply(new WatchEvent(14, "updated", Model("b") with { Status = "draining" }));
        fold.Apply(new WatchEvent(15, "removed", Model("a")));
        var entry = Assert.Single(fold.ToView(true).Entries);
        Assert.Equal(("web/b", false, "14"), (entry.Key, entry.IsOffered, entry.Revision));
    }

    private static MeshFold Read(string id)
    {
        var fold = new MeshFold();
        fold.Apply(new WatchEvent(0, "reset", null));
        fold.Apply(new WatchEvent(12, "added", Model(id)));
        return fold;
    }

    private static InstanceModel Model(string id) => new()
    {
        Id = id,
        Service = "web",
        Host = "10.0.0.1",
        Port = 80,
        Status = "passing",
        Standing = "confirmed",
        Owner = "n:1#1",
    };
}
