using System.Diagnostics.CodeAnalysis;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Lets at most so many checks of a node run at once; the others wait in turn. A check's timeout begins when it runs,
/// so waiting fails nobody.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds no handle; checks may outlive their actor.")]
internal sealed class BoundedProbe(IHealthProbe inner, int atOnce) : IHealthProbe
{
    private readonly SemaphoreSlim _slots = new(atOnce);

    public async Task<ProbeResult> CheckAsync(HealthTerms terms, string host, CancellationToken stop)
    {
        try
        {
            await _slots.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return ProbeResult.Critical("the check was stopped");
        }

        try
        {
            return await inner.CheckAsync(terms, host, stop);
        }
        finally
        {
            _slots.Release();
        }
    }
}
