using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Hosting;

/// <summary>Ends the process of a node that was told to leave its mesh: it has nothing left to serve.</summary>
internal sealed class EndAfterLeaving(MeshHub hub, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        hub.StateChanged += On;
        On(hub.State);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        hub.StateChanged -= On;
        return Task.CompletedTask;
    }

    private void On(MeshState state)
    {
        if (state.Phase is MeshPhase.Stopped)
            lifetime.StopApplication();
    }
}
