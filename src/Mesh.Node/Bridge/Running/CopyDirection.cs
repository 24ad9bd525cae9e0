using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;

namespace Mesh.Node.Bridge.Running;

/// <summary>One direction of a bridge: looks at both sides, decides, writes.</summary>
/// <param name="name">in or out.</param>
/// <param name="isOn">False: the copies of an earlier run are removed and none are made.</param>
internal sealed partial class CopyDirection(
    string name,
    bool isOn,
    MirrorTerms terms,
    IBridgeSide source,
    IBridgeSide target,
    BridgeReport report,
    BridgeMetrics metrics,
    ILogger log,
    TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private MirrorState _state = MirrorState.Empty;
    private int _held;

    public IBridgeSide Source => source;

    /// <summary>Own copies at the target as it was last seen.</summary>
    public IEnumerable<SideEntry> Copies => CopiesIn(target.View);

    /// <summary>The same; null while what the target has cannot be seen.</summary>
    public IEnumerable<SideEntry>? CopiesSeen => target.View is { IsComplete: true } view ? CopiesIn(view) : null;

    /// <summary>Keys of own copies, those that the target does not show yet included.</summary>
    public string[] CopyKeys() =>
    [
        .. Copies.Select(c => c.Key)
            .Union(_state.Pending.Where(p => p.Value.Digest is not null).Select(p => p.Key))
            .Order(StringComparer.Ordinal),
    ];

    private IEnumerable<SideEntry> CopiesIn(SideView view) => view.Entries.Where(terms.IsOwn);

    /// <summary>Makes one step.</summary>
    /// <returns>Is a full reading of the source wanted soon, and did writes fail?</returns>
    public async Task<(bool WantsReading, bool HasFailures)> StepAsync(bool accepted, CancellationToken cancellation)
    {
        var from = isOn ? source.View : SideView.Nothing;
        var to = target.View;
        if (!from.IsComplete || !to.IsComplete)
            return (false, false);
        var plan = MirrorStep.Decide(terms, from, to, _state, accepted || !isOn, time.GetElapsedTime(_start));
        _state = plan.Next;
        Tell(plan);
        var failed = await WriteAsync(plan, cancellation);
        return (plan.WantsReading, failed > 0);
    }

    private async Task<int> WriteAsync(MirrorPlan plan, CancellationToken cancellation)
    {
        if (plan.Writes.Length == 0)
            return 0;
        var failures = new List<(string Key, string Reason)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = target.WritesAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(plan.Writes, options, async (write, _) =>
        {
            var reason = await TryAsync(write);
            if (reason is null)
            {
                metrics.Written(name, write is CopyWrite.Put ? "put" : "delete");
                return;
            }

            metrics.Failed(name);
            lock (failures)
                failures.Add((write.Key, reason));
        });
        LogWrites(
            log, name, plan.Writes.Count(w => w is CopyWrite.Put), plan.Writes.Count(w => w is CopyWrite.Delete), failures.Count);
        // One of them stands for all: they mostly fail together.
        if (failures is [var first, ..])
            LogFailure(log, name, first.Key, first.Reason);
        return failures.Count;
    }

    /// <summary>A write that began is not broken off: what stops after it has to know what is there. It has its own limit.</summary>
    private async Task<string?> TryAsync(CopyWrite write)
    {
        try
        {
            return await target.WriteAsync(write, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            return FaultText.Of(trouble);
        }
    }

    private void Tell(MirrorPlan plan)
    {
        if (!isOn)
            return;
        foreach (var address in plan.NewConflicts)
            LogConflict(log, name, address.ToString());
        foreach (var reason in plan.NewUnfit)
            LogUnfit(log, name, reason);
        if (plan.Held != _held && plan.Held > 0)
            LogHeld(log, name, plan.Held, plan.HeldBecause);
        else if (plan.Held == 0 && _held > 0)
            LogReleased(log, name);
        _held = plan.Held;
        report.SetDirection(
            name, new BridgeReport.Direction(plan.Copies, plan.Held, plan.Next.Conflicts.Count, plan.Next.Unfit.Count));
    }
}
