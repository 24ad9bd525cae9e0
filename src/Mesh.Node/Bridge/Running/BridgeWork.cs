using System.Threading.Channels;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;
using Mesh.Node.Bridge.ToMesh;

namespace Mesh.Node.Bridge.Running;

/// <summary>The work of the process that has the claim: follow both sides, step after each change, keep what lapses.</summary>
internal sealed class BridgeWork
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly (BridgeSettings Settings, BridgeOrigin Foreign) _names;
    private readonly MeshSide _mesh;
    private readonly IForeignSide _foreign;
    private readonly BridgeReport _report;
    private readonly TimeProvider _time;
    private readonly SideFollower _meshFollower;
    private readonly SideFollower _foreignFollower;
    private readonly CopyDirection _inward;
    private readonly CopyDirection _outward;
    private readonly LeaseRenewal _renewal;
    private bool _isChecked;
    private volatile bool _accepts;

    public BridgeWork(
        BridgeSettings settings,
        BridgeOrigin foreignOrigin,
        MeshSide mesh,
        IForeignSide foreign,
        BridgeReport report,
        BridgeMetrics metrics,
        ILogger log,
        TimeProvider time)
    {
        var meshOrigin = new BridgeOrigin(BridgeOrigin.Mesh, settings.Mesh);
        (_names, _mesh, _foreign, _report, _time) = ((settings, foreignOrigin), mesh, foreign, report, time);
        _meshFollower = new SideFollower(mesh, report, log, time);
        _foreignFollower = new SideFollower(foreign, report, log, time);
        var into = new MirrorTerms(settings.Id, foreignOrigin, meshOrigin, mesh.Format) { Guard = settings.Guard };
        var from = new MirrorTerms(settings.Id, meshOrigin, foreignOrigin, foreign.Format) { Guard = settings.Guard };
        _inward = new CopyDirection("in", settings.In, into, foreign, mesh, report, metrics, log, time);
        _outward = new CopyDirection("out", settings.Out, from, mesh, foreign, report, metrics, log, time);
        _renewal = new LeaseRenewal(mesh, () => _inward.CopiesSeen, metrics, log, time);
    }

    /// <summary>Completed once each side was read and each direction made its first step.</summary>
    public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The removals that are held back now are meant.</summary>
    public void AcceptRemovals()
    {
        _accepts = true;
        Wake();
    }

    public void ReadAgain()
    {
        _meshFollower.ReadSoon();
        _foreignFollower.ReadSoon();
    }

    /// <summary>Until cancelled, or until the claim is lost.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] parts =
        [
            KeepAsync(all.Token),
            StepsAsync(all.Token),
            _meshFollower.RunAsync(Wake, all.Token),
            _foreignFollower.RunAsync(Wake, all.Token),
            _renewal.RunAsync(all.Token),
        ];
        var first = await Task.WhenAny(parts);
        await all.CancelAsync();
        foreach (var part in parts.Where(p => p != first))
            await Quietly(part);
        cancellation.ThrowIfCancellationRequested();
        await first;
    }

    /// <summary>Removes the copies on the other side and gives the claim back.</summary>
    public Task ReleaseAsync(CancellationToken cancellation) => _foreign.ReleaseAsync(_outward.CopyKeys(), cancellation);

    /// <summary>Removes the copies in the mesh.</summary>
    public Task ClearMeshAsync(CancellationToken cancellation) => Parallel.ForEachAsync(
        _inward.CopyKeys(),
        new ParallelOptions { MaxDegreeOfParallelism = _mesh.WritesAtOnce, CancellationToken = cancellation },
        async (key, token) => await _mesh.WriteAsync(new CopyWrite.Delete(key), token));

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task StepsAsync(CancellationToken cancellation)
    {
        while (await _wake.Reader.WaitToReadAsync(cancellation))
        {
            // What comes meanwhile goes into the same step.
            await Task.Delay(BridgeTimes.Gathering, _time, cancellation);
            _wake.Reader.TryRead(out _);
            if (!_mesh.View.IsComplete || !_foreign.View.IsComplete)
                continue;
            CheckId();
            var accepted = _accepts;
            _accepts = false;
            var first = await StepAsync(_inward, _foreignFollower, accepted, cancellation);
            var second = await StepAsync(_outward, _meshFollower, accepted, cancellation);
            Ready.TrySetResult();
            if (first || second)
                _ = WakeLaterAsync(cancellation);
        }
    }

    private static async Task<bool> StepAsync(
        CopyDirection direction, SideFollower source, bool accepted, CancellationToken cancellation)
    {
        var (wantsReading, hasFailures) = await direction.StepAsync(accepted, cancellation);
        if (wantsReading)
            source.ReadSoon();
        return hasFailures;
    }

    private async Task WakeLaterAsync(CancellationToken cancellation)
    {
        await Quietly(Task.Delay(MirrorTerms.WriteWait + BridgeTimes.Gathering, _time, cancellation));
        Wake();
    }

    private void CheckId()
    {
        if (_isChecked)
            return;
        var mesh = new BridgeOrigin(BridgeOrigin.Mesh, _names.Settings.Mesh);
        if (IdClash.Find(_names.Settings.Id, mesh, _names.Foreign, _mesh.View, _foreign.View) is { } clash)
            throw new BridgeRefusedException(clash);
        _isChecked = true;
    }

    /// <summary>Ends when the claim is lost. While the system cannot be asked, the claim may well still stand.</summary>
    private async Task KeepAsync(CancellationToken cancellation)
    {
        var wait = BridgeTimes.Renewal;
        while (true)
        {
            await Task.Delay(wait, _time, cancellation);
            try
            {
                if (!await _foreign.KeepAsync(cancellation))
                    return;
                wait = BridgeTimes.Renewal;
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // The follower of this side says what is wrong.
                wait = BridgeTimes.StandBy;
            }
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // The part that ended first tells why; the others were cancelled.
        }
    }
}
