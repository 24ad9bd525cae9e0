using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;
using Mesh.Node.Bridge.ToMesh;

namespace Mesh.Node.Bridge.Running;

/// <summary>The life of a bridge: get the claim, work, stand by when it is lost, remove the copies at the end.</summary>
internal sealed partial class BridgeLoop(
    BridgeSettings settings,
    MeshSide mesh,
    IForeignSide foreign,
    BridgeReport report,
    BridgeMetrics metrics,
    ILogger log,
    TimeProvider time)
{
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(60);

    private readonly BridgeOrigin _mesh = new(BridgeOrigin.Mesh, settings.Mesh);
    private BridgeWork? _work;

    /// <summary>Told once, when everything was read and copied the first time.</summary>
    public event Action<BridgeOrigin>? IsReady;

    /// <summary>The removals that are held back now are meant.</summary>
    public void AcceptRemovals() => _work?.AcceptRemovals();

    /// <summary>Whoever tells a process to reload means that it should not go by what it has read before.</summary>
    public void ReadAgain()
    {
        LogReading(log);
        _work?.ReadAgain();
    }

    /// <summary>Until cancelled.</summary>
    /// <exception cref="BridgeRefusedException">The bridge must not work.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var reports = ReportAsync(cancellation);
        try
        {
            var origin = await PersistAsync(foreign.IdentifyAsync, cancellation);
            while (true)
                await WorkAsync(origin, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await StopAsync();
            await reports;
        }
        catch (BridgeRefusedException)
        {
            using var limit = new CancellationTokenSource(BridgeTimes.Stopping, time);
            await foreign.ReleaseAsync([], limit.Token);
            throw;
        }
    }

    private async Task WorkAsync(BridgeOrigin origin, CancellationToken cancellation)
    {
        var detail = await ClaimAsync(origin, cancellation);
        report.Claim = "working";
        LogWorking(log, _mesh.ToString(), origin.ToString(), settings.Id, detail);
        var work = _work = new BridgeWork(settings, origin, mesh, foreign, report, metrics, log, time);
        _ = work.Ready.Task.ContinueWith(
            _ => IsReady?.Invoke(origin), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        await work.RunAsync(cancellation);
        _work = null;
        LogLost(log);
    }

    private async Task<string> ClaimAsync(BridgeOrigin origin, CancellationToken cancellation)
    {
        using var claimed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task? standBy = null;
        try
        {
            while (true)
            {
                var reply = await PersistAsync(foreign.ClaimAsync, cancellation);
                if (reply is ClaimReply.Held held)
                    return held.Detail;
                if (reply is ClaimReply.Refused refused)
                    throw new BridgeRefusedException(refused.Reason);
                report.Claim = "standing by";
                if (standBy is null)
                {
                    LogStandBy(log, ((ClaimReply.StandBy)reply).Reason);
                    standBy = settings.In
                        ? new StandBy(settings, origin, mesh, report, metrics, log, time).RunAsync(claimed.Token)
                        : Task.CompletedTask;
                }

                await Task.Delay(BridgeTimes.StandBy, time, cancellation);
            }
        }
        finally
        {
            // The mesh is followed by one at a time.
            await claimed.CancelAsync();
            await (standBy ?? Task.CompletedTask);
        }
    }

    /// <summary>Asks until there is an answer.</summary>
    private async Task<T> PersistAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await ask(cancellation);
            }
            catch (Exception trouble) when (!cancellation.IsCancellationRequested)
            {
                var reason = FaultText.Of(trouble);
                if (report.SetSide(foreign.System, reason))
                    LogTrouble(log, foreign.System, reason);
                await Task.Delay(RetryPace.After(failures), time, cancellation);
            }
            catch (Exception)
            {
                cancellation.ThrowIfCancellationRequested();
                throw;
            }
        }
    }

    private async Task StopAsync()
    {
        if (_work is not { } work)
            return;
        if (settings.Keep)
        {
            LogKept(log);
            return;
        }

        LogStopping(log);
        // First the other system, whose readers cannot see that the bridge is gone.
        await TryStopAsync(work.ReleaseAsync);
        await TryStopAsync(work.ClearMeshAsync);
    }

    private async Task TryStopAsync(Func<CancellationToken, Task> step)
    {
        using var limit = new CancellationTokenSource(BridgeTimes.Stopping, time);
        try
        {
            await step(limit.Token);
        }
        catch (Exception trouble)
        {
            LogLeft(log, FaultText.Of(trouble));
        }
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(ReportPeriod, time);
            while (await timer.WaitForNextTickAsync(cancellation))
                LogState(log, report);
        }
        catch (OperationCanceledException)
        {
            // The bridge stops.
        }
    }
}
