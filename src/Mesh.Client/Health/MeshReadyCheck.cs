using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mesh.Client.Health;

/// <summary>
/// Ready once the node has been part of its mesh with the whole catalogue. Later trouble makes it degraded at most: lookups
/// go on from the last snapshot, and a service that went unready because of its peers would make matters worse.
/// </summary>
internal sealed class MeshReadyCheck(MeshHub hub) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = hub.State;
        var said = $"{state.Phase.ToString().ToLowerInvariant()}: {state.Detail}";
        return Task.FromResult(state.Phase is MeshPhase.Ready ? HealthCheckResult.Healthy(said)
            : hub.WasReady ? HealthCheckResult.Degraded(said)
            : new HealthCheckResult(context.Registration.FailureStatus, said));
    }
}
