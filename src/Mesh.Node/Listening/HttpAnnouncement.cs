using Mesh.Catalog;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Registry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Listening;

/// <summary>Tells the other members where the HTTP API is, and the dashboard where there is one, as soon as the node listens.</summary>
/// <param name="dashboard">Null: it is left out.</param>
internal sealed class HttpAnnouncement(
    MeshHub hub, IServer server, DoorSettings doors, IOptions<MeshClientOptions> options, IHostApplicationLifetime lifetime,
    DashboardMount? dashboard = null)
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
        if (ListenedPorts.Of(server, doors).Http is not { } port)
            return;
        var url = $"{scheme}://{HostPort.Text(NodeAddress.HostOf(options.Value), port)}";
        hub.Doors.Open(dashboard is null ? [new(DoorNames.Http, url)] : [new(DoorNames.Http, url), new(DoorNames.Dashboard, $"{url}{dashboard.Path}/")]);
    }
}
