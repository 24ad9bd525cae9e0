using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>Asks an instance how it is. Each outcome is a result: nothing is thrown, whatever happens there.</summary>
internal interface IHealthProbe
{
    /// <param name="host">The address of the instance, which its checks may reach.</param>
    /// <summary>Ends at the latest when the terms' timeout is over, or with <paramref name="stop"/>.</summary>
    Task<ProbeResult> CheckAsync(HealthTerms terms, string host, CancellationToken stop);
}
