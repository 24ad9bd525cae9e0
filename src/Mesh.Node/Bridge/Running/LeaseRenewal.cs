using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToMesh;

namespace Mesh.Node.Bridge.Running;

/// <summary>
/// Renews the leases of the copies in the mesh while the bridge works, whether or not the other system can be reached:
/// what cannot be seen has not gone away.
/// </summary>
internal sealed partial class LeaseRenewal(MeshSide mesh, CopyDirection inward, BridgeMetrics metrics, ILogger log, TimeProvider time)
{
    private const int RenewalsAtOnce = 16;
    private bool _isFailing;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(BridgeTimes.Renewal, time);
        while (await timer.WaitForNextTickAsync(cancellation))
            await RenewAsync(cancellation);
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        SideEntry[] copies = [.. inward.Copies];
        var failures = new List<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(copies, options, async (copy, token) =>
        {
            if (await mesh.RenewAsync(copy, token) is not { } reason)
                return;
            metrics.Failed("renew");
            lock (failures)
                failures.Add(reason);
        });
        if (failures is [var first, ..] && !_isFailing)
            LogFailed(log, failures.Count, copies.Length, first);
        else if (failures.Count == 0 && _isFailing)
            LogWell(log);
        _isFailing = failures.Count > 0;
    }
}
