using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mesh.Client.Health;

/// <summary>
/// Ready once the node has been part of its mesh with the whole catalogue. Later trouble makes it degraded at most: lookups
/// go on from the last snapshot, and a service that went unready because of its peers would make matters worse.
/// </summary>
internal sealed class MeshReadyCheck : IHealthCheck, IDisposable
{
    private readonly MeshHub _hub;
    private volatile bool _wasReady;

    public MeshReadyCheck(MeshHub hub)
    {
        _hub = hub;
        _hub.StateChanged += Note;
        Note(hub.State);
    }

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = _hub.State;
        Note(state);
        var said = $"{state.Phase.ToString().ToLowerInvariant()}: {state.Detail}";
        return Task.FromResult(state.Phase is MeshPhase.Ready ? HealthCheckResult.Healthy(said)
            : _wasReady ? HealthCheckResult.Degraded(said)
            : new HealthCheckResult(context.Registration.FailureStatus, said));
    }

    public void Dispose() => _hub.StateChanged -= Note;

    private void Note(MeshState state) => _wasReady |= state.Phase is MeshPhase.Ready;
}
