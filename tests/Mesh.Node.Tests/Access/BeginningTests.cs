using Mesh.Node.Access;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Access;

public sealed class BeginningTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MeshHub _hub = new(DateTimeOffset.UnixEpoch, revisionTag: 0);

    private Beginning Beginning => new(_hub, _time);

    [Theory]
    [InlineData(MeshPhase.Joining)]
    [InlineData(MeshPhase.Warming)]
    public void Node_that_was_never_ready_makes_nobody_wait(MeshPhase phase)
    {
        Become(phase);

        Assert.True(Beginning.EndsAsync(default) is { IsCompletedSuccessfully: true, Result: true });
    }

    [Theory]
    [InlineData(MeshPhase.Ready)]
    [InlineData(MeshPhase.Leaving)]
    [InlineData(MeshPhase.Stopped)]
    public void Node_that_does_not_begin_anew_makes_nobody_wait(MeshPhase phase)
    {
        Become(MeshPhase.Ready);
        Become(phase);

        Assert.True(Beginning.EndsAsync(default) is { IsCompletedSuccessfully: true, Result: true });
    }

    [Fact]
    public async Task Order_waits_until_the_node_is_ready_again()
    {
        Become(MeshPhase.Ready);
        Become(MeshPhase.Restarting);
        var waits = Beginning.EndsAsync(default);
        Become(MeshPhase.Joining);
        Become(MeshPhase.Warming);
        Assert.False(waits.IsCompleted);

        Become(MeshPhase.Ready);

        Assert.True(await waits);
    }

    [Fact]
    public async Task Order_waits_no_longer_than_the_limit()
    {
        Become(MeshPhase.Ready);
        Become(MeshPhase.Joining);
        var waits = Beginning.EndsAsync(default);
        _time.Advance(Mesh.Node.Access.Beginning.Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(waits.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(await waits);
    }

    private void Become(MeshPhase phase) => _hub.State = new MeshState(phase, "");
}
