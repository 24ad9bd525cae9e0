using Mesh.Node.Data;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Tests.Data;

public sealed class MemberSourceTests
{
    private readonly MeshHub _hub = new(DateTimeOffset.UnixEpoch, revisionTag: 0);
    private readonly MemberSource _source;

    public MemberSourceTests()
    {
        _source = new MemberSource(_hub, ["a:1", "b:1"]);
        _hub.State = new MeshState(MeshPhase.Ready, "");
    }

    [Fact]
    public void Members_that_came_and_went_are_written_once()
    {
        _hub.Storing.Current = ["b:1", "c:1"];

        Assert.Equal(["c:1 +", "a:1 -"], Collect());
        Assert.Equal(["c:1 +", "a:1 -"], Collect());
        _source.Stored();
        Assert.Empty(Collect());
    }

    [Fact]
    public void Those_of_before_stay_until_the_node_is_ready()
    {
        _hub.State = new MeshState(MeshPhase.Warming, "");
        _hub.Storing.Current = ["c:1"];
        Assert.Empty(Collect());

        _hub.State = new MeshState(MeshPhase.Ready, "");
        Assert.Equal(3, Collect().Length);
    }

    [Fact]
    public void Those_that_leave_with_the_node_stay()
    {
        _source.BeginStop();
        _hub.Storing.Current = [];

        Assert.Empty(Collect());
    }

    [Fact]
    public void All_are_written_anew_where_nothing_is_stored_any_longer()
    {
        _hub.Storing.Current = ["a:1", "b:1"];
        Assert.Empty(Collect());

        _source.Forget();

        Assert.Equal(["a:1 +", "b:1 +"], Collect());
    }

    private string[] Collect() =>
        [.. _source.Collect().Select(c => $"{c.Key.Name} {(c.Row is null ? '-' : '+')}")];
}
