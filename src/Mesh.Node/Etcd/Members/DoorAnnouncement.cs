using Mesh.Registry;

namespace Mesh.Node.Etcd.Members;

/// <summary>Tells the other members where the door is, as soon as the node listens.</summary>
internal sealed class DoorAnnouncement(DoorAddress address, MeshHub hub, IHostApplicationLifetime lifetime) : IHostedService
{
    private CancellationTokenRegistration _started;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = lifetime.ApplicationStarted.Register(() => hub.Doors.Open(address.Urls));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _started.Dispose();
        return Task.CompletedTask;
    }
}
