using System.Net.Sockets;
using Mesh.Federation.Link;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Federation.Tests.Link;

public sealed class GatewayConnectorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource<Connection>> _attempts = [];

    [Fact]
    public async Task Attempt_that_hears_nothing_is_joined_by_another_and_the_first_answer_counts()
    {
        var connecting = Connect();
        Assert.Single(_attempts);
        _time.Advance(GatewayConnector.Delay);
        await Mesh.Testing.Eventually.IsAsync(() => Count == 2, "there was no second attempt");
        var second = new Connection();
        _attempts[1].SetResult(second);

        Assert.Same(second, await connecting);
        // The first is answered after all: nobody needs it.
        var late = new Connection();
        _attempts[0].SetResult(late);
        await late.Gone.Task;
        Assert.False(second.Gone.Task.IsCompleted);
    }

    [Fact]
    public async Task Refusal_is_the_answer_of_the_gateway()
    {
        var connecting = Connect();
        _attempts[0].SetException(new SocketException((int)SocketError.ConnectionRefused));

        await Assert.ThrowsAsync<SocketException>(() => connecting);
        Assert.Single(_attempts);
    }

    [Fact]
    public async Task Attempts_are_few_and_end_with_the_caller()
    {
        using var caller = new CancellationTokenSource();
        var connecting = Connect(caller.Token);
        // The next wait begins after the attempt before: time passes until it is over.
        await Mesh.Testing.Eventually.AsTimePassesAsync(
            _time, GatewayConnector.Delay, () => Count >= 3, "there were fewer than three attempts");

        _time.Advance(GatewayConnector.Delay * 10);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(3, _attempts.Count);
    }

    [Fact]
    public async Task Those_who_try_right_after_a_failure_fail_with_it_and_later_ones_try_again()
    {
        var failure = new RecentFailure(GatewayConnector.Delay, _time);
        var attempts = 0;
        Task<int> Try() => failure.RunAsync(() => ++attempts == 1 ? throw new SocketException((int)SocketError.ConnectionRefused) : Task.FromResult(attempts));

        for (var i = 0; i < 100; i++)
            Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(Try)).SocketErrorCode);
        Assert.Equal(1, attempts);
        _time.Advance(GatewayConnector.Delay);

        Assert.Equal(2, await Try());
    }

    private Task<Connection> Connect(CancellationToken cancellation = default) => GatewayConnector.FirstAsync(
        end =>
        {
            var attempt = new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_attempts)
                _attempts.Add(attempt);
            return attempt.Task;
        },
        _time,
        cancellation);

    private int Count
    {
        get
        {
            lock (_attempts)
                return _attempts.Count;
        }
    }

    private sealed class Connection : IDisposable
    {
        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Gone.TrySetResult();
    }
}
