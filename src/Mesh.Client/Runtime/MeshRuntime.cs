using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Runtime;

/// <summary>
/// Keeps the node running inside the host's process: starts it, starts it again when it is lost, and stops it. No
/// trouble of the node reaches the host as an exception; it is the hub's state, in one readable line.
/// </summary>
internal sealed partial class MeshRuntime : IDisposable, IAsyncDisposable
{
    private readonly MeshHub _hub;
    private readonly IMeshSessionFactory _sessions;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<MeshRuntime> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _known = [];
    private volatile TaskCompletionSource<SessionEnd> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;
    private int _failures;
    private int _starts;
    private int _lastPort;
    private TimeSpan _stopLimit;

    public MeshRuntime(
        MeshHub hub,
        IMeshSessionFactory sessions,
        IOptions<MeshClientOptions> options,
        TimeProvider time,
        ILogger<MeshRuntime> log)
    {
        _hub = hub;
        _sessions = sessions;
        _options = options.Value;
        _time = time;
        _log = log;
        _stopLimit = TimeSpan.FromSeconds(10);
    }

    /// <summary>Ends when the first run listens or could not be started.</summary>
    public Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Runs that followed another one.</summary>
    public int Restarts => Math.Max(0, Volatile.Read(ref _starts) - 1);

    /// <summary>Begins; does not wait for anything.</summary>
    public void Start() => _run = Task.Run(RunAsync);

    /// <summary>Ends the present run as one that was lost; another one follows. For tests and operators.</summary>
    public void Lose(string reason) => _lost.TrySetResult(new SessionEnd(SessionEndKind.Lost, reason));

    /// <summary>Leaves the mesh in order, within the limit, and stops for good. Again: no effect.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _stopLimit = limit;
        await _stop.CancelAsync();
        await _run;
        _hub.State = new MeshState(MeshPhase.Stopped, "stopped");
    }

    /// <summary>Stops without waiting for the end of it.</summary>
    public void Dispose() => _stop.Cancel();

    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.FromSeconds(5));

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var end = await RunOnceAsync();
            if (end is null)
                return;

            var (state, pause) = RestartRule.After(end, _failures, _options);
            _hub.State = state;
            _failures++;
            if (pause == Timeout.InfiniteTimeSpan)
                LogOut(end.Reason);
            else
                LogLost(end.Reason, DurationText.Format(pause));
            try
            {
                await Task.Delay(pause, _time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>One run. Null: it was stopped on demand.</summary>
    private async Task<SessionEnd?> RunOnceAsync()
    {
        IMeshSession session;
        // Before it can be told: a run may be lost as soon as it begins.
        _lost = new TaskCompletionSource<SessionEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var port = RestartRule.Port(_options.Port, _lastPort, _failures);
            session = await _sessions.StartAsync(new SessionPlan(port, [.. _known]), _stop.Token);
        }
        catch (Exception trouble)
        {
            // Whatever it is, the host must go on: it becomes the state, and the next attempt follows.
            if (trouble is not SessionStartException)
                LogStartFailed(trouble);
            return _stop.IsCancellationRequested ? null : new SessionEnd(SessionEndKind.Lost, trouble.Message);
        }
        finally
        {
            _firstAttempt.TrySetResult();
        }

        Interlocked.Increment(ref _starts);
        _lastPort = session.Port;
        return await UntilEndAsync(session);
    }

    private async Task<SessionEnd?> UntilEndAsync(IMeshSession session)
    {
        var since = _time.GetTimestamp();
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, _time, _stop.Token);
        var first = await Task.WhenAny(session.Ended, _lost.Task, stopped);
        var end = first is Task<SessionEnd> ended ? await ended : null;
        _known.UnionWith(session.KnownMembers);
        if (end is null)
            _hub.State = new MeshState(MeshPhase.Leaving, "leaving the mesh");
        else if (_time.GetElapsedTime(since) >= RestartRule.GoodRun)
            _failures = 0;
        // Visible at once, not only after the old run is cleared away.
        if (end is not null)
            _hub.State = RestartRule.After(end, _failures, _options).State;

        // One that was lost has nobody to say good-bye to: the others know, or will not listen.
        await session.StopAsync(end is null ? _stopLimit : TimeSpan.Zero);
        return end;
    }
}
