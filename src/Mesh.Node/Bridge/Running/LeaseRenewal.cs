using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToMesh;

namespace Mesh.Node.Bridge.Running;

/// <summary>
/// Renews the leases of the copies in the mesh while the bridge works, whether or not the other system can be reached:
/// what cannot be seen has not gone away.
/// </summary>
/// <param name="copies">Own copies in the mesh; null while what is there cannot be seen.</param>
internal sealed partial class LeaseRenewal(
    MeshSide mesh, Func<IEnumerable<SideEntry>?> copies, BridgeMetrics metrics, ILogger log, TimeProvider time)
{
    private const int RenewalsAtOnce = 64;

    private readonly long _start = time.GetTimestamp();
    private RenewalSchedule _schedule = RenewalSchedule.Empty;
    private Dictionary<string, SideEntry> _copies = [];
    private bool _isFailing;

    private TimeSpan Now => time.GetElapsedTime(_start);

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(BridgeTimes.RenewalLook, time);
        while (await timer.WaitForNextTickAsync(cancellation))
            await RenewAsync(cancellation);
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        var seen = copies();
        if (seen is not null)
            _copies = seen.ToDictionary(c => c.Key, StringComparer.Ordinal);
        (_schedule, var due) = _schedule.Decide(seen is null ? null : _copies.Keys, Now);
        if (due.Count == 0)
            return;
        var failures = new List<(string Key, string Reason)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(due, options, async (key, token) =>
        {
            if (!_copies.TryGetValue(key, out var copy) || await mesh.RenewAsync(copy, token) is not { } reason)
                return;
            metrics.Failed("renew");
            lock (failures)
                failures.Add((key, reason));
        });
        _schedule = _schedule.Failed(failures.Select(f => f.Key), Now);
        if (failures is [var first, ..] && !_isFailing)
            LogFailed(log, failures.Count, due.Count, first.Reason);
        else if (failures.Count == 0 && _isFailing)
            LogWell(log);
        _isFailing = failures.Count > 0;
    }
}
