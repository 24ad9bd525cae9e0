using Mesh.Catalog;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Registry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Listening;

/// <summary>Tells the other members where the HTTP API is, as soon as the node listens.</summary>
internal sealed class HttpAnnouncement(
    MeshHub hub, IServer server, DoorSettings doors, IOptions<MeshClientOptions> options, IHostApplicationLifetime lifetime)
    : IHostedService
{
    private CancellationTokenRegistration _started;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = lifetime.ApplicationStarted.Register(Tell);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _started.Dispose();
        return Task.CompletedTask;
    }

    private void Tell()
    {
        var scheme = options.Value.Tls.IsOn ? "https" : "http";
        if (ListenedPorts.Of(server, doors).Http is { } port)
            hub.Doors.Open([new(DoorNames.Http, $"{scheme}://{HostPort.Text(NodeAddress.HostOf(options.Value), port)}")]);
    }
}
