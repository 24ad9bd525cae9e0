using System.Threading.Channels;
using Mesh.Client.Runtime;
using Mesh.Testing;

namespace Mesh.Client.Tests.Runtime;

/// <summary>Runs of a node without a node: the test says how each start goes and when it ends.</summary>
internal sealed class FakeSessions : IMeshSessionFactory
{
    private readonly Channel<(SessionPlan Plan, Session Session)> _started =
        Channel.CreateUnbounded<(SessionPlan, Session)>();

    /// <summary>Null: the start succeeds.</summary>
    public Func<SessionPlan, Exception?> Trouble { get; set; } = _ => null;

    public int Starts { get; private set; }

    public Task<IMeshSession> StartAsync(SessionPlan plan, CancellationToken cancellation)
    {
        Starts++;
        if (Trouble(plan) is { } trouble)
            return Task.FromException<IMeshSession>(trouble);
        var session = new Session(plan.Port == 0 ? 40_000 + Starts : plan.Port);
        _started.Writer.TryWrite((plan, session));
        return Task.FromResult<IMeshSession>(session);
    }

    public async Task<(SessionPlan Plan, Session Session)> NextAsync() =>
        await _started.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);

    internal sealed class Session(int port) : IMeshSession
    {
        private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<TimeSpan> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Port => port;

        public Task<SessionEnd> Ended => _ended.Task;

        public Task<TimeSpan> Stopped => _stopped.Task.WaitAsync(Patience.Limit);

        public IReadOnlyCollection<string> KnownMembers { get; set; } = [];

        public void End(SessionEndKind kind, string reason) => _ended.TrySetResult(new SessionEnd(kind, reason));

        public Task StopAsync(TimeSpan limit)
        {
            _stopped.TrySetResult(limit);
            return Task.CompletedTask;
        }
    }
}
