using Mesh.Node.Access;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Access;

public sealed class BeginningTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MeshHub _hub = new(DateTimeOffset.UnixEpoch, revisionTag: 0);

    private Beginning Beginning => new(_time, _hub);

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
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(waits.IsCompleted);

        Become(MeshPhase.Ready);

        Assert.True(await ResultOf(waits));
    }

    [Fact]
    public async Task Order_waits_no_longer_than_the_limit()
    {
        Become(MeshPhase.Ready);
        Become(MeshPhase.Joining);
        var waits = Beginning.EndsAsync(default);
        await PassAsync(Mesh.Node.Access.Beginning.Limit - TimeSpan.FromMilliseconds(100));
        Assert.False(waits.IsCompleted);

        Assert.False(await ResultOf(waits));
    }

    [Fact]
    public async Task Order_that_comes_right_after_a_pause_waits_until_the_others_were_heard()
    {
        Become(MeshPhase.Ready);
        _hub.Pauses.Tick(Moment.Now(_time).At);
        _time.Advance(TimeSpan.FromSeconds(10));
        var waits = Beginning.EndsAsync(default);
        _hub.Pauses.Tick(Moment.Now(_time).At);
        await PassAsync(PauseWatch.Aftermath - TimeSpan.FromMilliseconds(200), isTicking: true);
        Assert.False(waits.IsCompleted);

        Assert.True(await ResultOf(waits, isTicking: true));
    }

    private async Task<bool> ResultOf(Task<bool> waits, bool isTicking = false)
    {
        while (!waits.IsCompleted)
            await PassAsync(TimeSpan.FromMilliseconds(100), isTicking);
        return await waits;
    }

    private async Task PassAsync(TimeSpan time, bool isTicking = false)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _time.Advance(step);
            if (isTicking)
                _hub.Pauses.Tick(Moment.Now(_time).At);
            // What waited for the time goes on at another thread.
            await Task.Yield();
        }
    }

    private void Become(MeshPhase phase) => _hub.State = new MeshState(phase, "");
}
