using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToMesh;

namespace Mesh.Node.Bridge.Running;

/// <summary>
/// What a process does that has not the claim: it renews the copies in the mesh. That nobody works shows only once a lease of the
/// other system was not renewed for long, and a copy lasts hardly longer.
/// </summary>
internal sealed class StandBy(
    BridgeSettings settings,
    BridgeOrigin foreignOrigin,
    MeshSide mesh,
    BridgeReport report,
    BridgeMetrics metrics,
    ILogger log,
    TimeProvider time)
{
    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var terms = new MirrorTerms(settings.Id, foreignOrigin, new BridgeOrigin(BridgeOrigin.Mesh, settings.Mesh), mesh.Format);
        var renewal = new LeaseRenewal(
            mesh, () => mesh.View is { IsComplete: true } view ? view.Entries.Where(terms.IsOwn) : null, metrics, log, time);
        try
        {
            await Task.WhenAll(
                new SideFollower(mesh, report, log, time).RunAsync(static () => { }, cancellation), renewal.RunAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It works now, or stops.
        }
    }
}
