using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>Asks an instance how it is. Each outcome is a result: nothing is thrown, whatever happens there.</summary>
internal interface IHealthProbe
{
    /// <summary>Ends at the latest when the terms' timeout is over, or with <paramref name="stop"/>.</summary>
    Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop);
}
