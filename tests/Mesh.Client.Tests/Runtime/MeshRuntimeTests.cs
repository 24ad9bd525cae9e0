using Mesh.Client.Runtime;
using Mesh.Testing;
using Mesh.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Client.Tests.Runtime;

public sealed class MeshRuntimeTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly FakeSessions _sessions = new();
    private readonly MeshClientOptions _options = new();
    private readonly MeshRuntime _runtime;

    public MeshRuntimeTests() => _runtime = new MeshRuntime(
        _catalog.Hub,
        _sessions,
        Microsoft.Extensions.Options.Options.Create(_options),
        _catalog.Time,
        NullLogger<MeshRuntime>.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _runtime.DisposeAsync();

    [Fact]
    public async Task Lost_run_is_started_again_on_the_same_port_through_the_members_it_knew()
    {
        _runtime.Start();
        var (_, first) = await _sessions.NextAsync();
        first.KnownMembers = ["10.0.0.2:4053"];
        var restarting = NextState(MeshPhase.Restarting);

        first.End(SessionEndKind.Lost, "quarantined by 10.0.0.2:4053");

        Assert.Equal("quarantined by 10.0.0.2:4053", (await restarting).Detail);
        await first.Stopped;
        var (plan, _) = await AfterPauses();
        Assert.Equal(first.Port, plan.Port);
        Assert.Equal(["10.0.0.2:4053"], plan.KnownMembers);
    }

    [Fact]
    public async Task Run_that_is_lost_while_it_starts_is_followed_by_another()
    {
        _sessions.Trouble = _ =>
        {
            if (_sessions.Starts == 1)
                _runtime.Lose("too early to be heard");
            return null;
        };
        _runtime.Start();
        await _sessions.NextAsync();

        await AfterPauses();

        Assert.Equal(2, _sessions.Starts);
    }

    [Fact]
    public async Task Trouble_at_the_start_is_a_state_and_tried_again()
    {
        _options.Port = 4053;
        _sessions.Trouble = _ => _sessions.Starts < 3 ? new SessionStartException("port 4053 of 127.0.0.1 is taken") : null;
        var state = NextState(MeshPhase.Restarting);

        _runtime.Start();
        await _runtime.FirstAttempt.WaitAsync(Patience.Limit);

        Assert.Equal("port 4053 of 127.0.0.1 is taken", (await state).Detail);
        var (plan, _) = await AfterPauses();
        Assert.Equal((4053, 3), (plan.Port, _sessions.Starts));
    }

    [Fact]
    public async Task Unexpected_exception_does_not_reach_the_host()
    {
        _sessions.Trouble = _ => _sessions.Starts == 1 ? new InvalidOperationException("odd") : null;

        _runtime.Start();

        var (_, session) = await AfterPauses();
        Assert.False(session.Ended.IsCompleted);
    }

    [Fact]
    public async Task Node_that_was_ordered_to_leave_stays_out()
    {
        _runtime.Start();
        var (_, session) = await _sessions.NextAsync();
        var stopped = NextState(MeshPhase.Stopped);

        session.End(SessionEndKind.Left, "left the mesh");

        await stopped;
        await session.Stopped;
        _catalog.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _sessions.Starts);
    }

    [Fact]
    public async Task Stop_leaves_in_order_within_the_limit_and_may_be_repeated()
    {
        _runtime.Start();
        var (_, session) = await _sessions.NextAsync();

        await _runtime.StopAsync(TimeSpan.FromSeconds(7));
        await _runtime.StopAsync(TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(7), await session.Stopped);
        Assert.Equal(MeshPhase.Stopped, _catalog.Hub.State.Phase);
    }

    [Fact]
    public async Task Stop_during_a_pause_ends_it()
    {
        _sessions.Trouble = _ => new SessionStartException("no");
        _runtime.Start();
        await _runtime.FirstAttempt.WaitAsync(Patience.Limit);

        await _runtime.StopAsync(TimeSpan.Zero).WaitAsync(Patience.Limit);
    }

    private Task<MeshState> NextState(MeshPhase phase)
    {
        var seen = new TaskCompletionSource<MeshState>(TaskCreationOptions.RunContinuationsAsynchronously);
        _catalog.Hub.StateChanged += state =>
        {
            if (state.Phase == phase)
                seen.TrySetResult(state);
        };
        return seen.Task.WaitAsync(Patience.Limit);
    }

    /// <summary>The next run: time passes as long as the runtime waits for it.</summary>
    private async Task<(SessionPlan Plan, FakeSessions.Session Session)> AfterPauses()
    {
        var next = _sessions.NextAsync();
        await Eventually.AsTimePassesAsync(
            _catalog.Time, TimeSpan.FromSeconds(1), () => next.IsCompleted, "there is no next run");
        return await next;
    }
}
