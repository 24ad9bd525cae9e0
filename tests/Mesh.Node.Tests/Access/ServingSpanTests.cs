using Mesh.Node.Access;
using Mesh.Registry;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Node.Tests.Access;

/// <summary>What stays open ends when its node no longer answers.</summary>
public sealed class ServingSpanTests
{
    private readonly MeshHub _hub = new(DateTimeOffset.UnixEpoch, 5);

    [Fact]
    public async Task Links_end_when_the_node_leaves_and_those_who_wait_are_told_after_it()
    {
        _hub.State = new MeshState(MeshPhase.Ready, "");
        using var span = new ServingSpan(_hub);
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        span.Ended += () => told.TrySetResult(span.IsOn);
        using var link = span.Link(CancellationToken.None);

        _hub.State = new MeshState(MeshPhase.Restarting, "begins anew");
        Assert.False(link.IsCancellationRequested);
        _hub.State = new MeshState(MeshPhase.Stopped, "left");

        Assert.False(await told.Task.WaitAsync(Patience.Limit));
        Assert.True(link.IsCancellationRequested);
    }

    [Fact]
    public void Links_are_over_from_the_beginning_before_the_node_is_ready_and_not_after()
    {
        using var span = new ServingSpan(_hub);
        using var early = span.Link(CancellationToken.None);
        Assert.True(early.IsCancellationRequested);

        _hub.State = new MeshState(MeshPhase.Ready, "");

        using var link = span.Link(CancellationToken.None);
        Assert.False(link.IsCancellationRequested);
    }

    [Fact]
    public void Links_end_with_any_of_their_callers()
    {
        _hub.State = new MeshState(MeshPhase.Ready, "");
        using var span = new ServingSpan(_hub);
        using var caller = new CancellationTokenSource();
        using var link = span.Link(CancellationToken.None, caller.Token);

        caller.Cancel();

        Assert.True(link.IsCancellationRequested);
    }
}
