using System.Net;
using Mesh.Client;
using Mesh.Federation;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Federation;

/// <summary>
/// Opens the door for other meshes once it is known where: over TCP at the port at which the overlay takes datagrams, so
/// that a locator needs one number and a firewall one rule. Nothing on a node that is no gateway.
/// </summary>
internal sealed partial class FederationDoor(
    IMeshClient mesh,
    IFederationOverlay overlay,
    IOptions<MeshClientOptions> options,
    FederationTerms terms,
    FederationTlsSource tls,
    TimeProvider time,
    ILoggerFactory logs,
    ILogger<FederationDoor> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private FederationServer? _server;

    /// <summary>Null while it is closed.</summary>
    public int? Port => _server?.Port;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_server is not null)
            await _server.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Federation.IsGateway)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        OverlaySelf? self;
        while ((self = overlay.Self) is null)
            await timer.WaitForNextTickAsync(stoppingToken);
        var address = new FederationAddress(new IPAddress(self.Address.HostBytes()), self.Address.Port, self.MeshName);
        var server = new FederationServer(mesh, address, terms, time, logs, tls.Value);
        try
        {
            await server.StartAsync(stoppingToken);
            _server = server;
            LogOpen(log, address.Ip, address.Port, tls.Value is null ? "in the clear" : "mutual TLS");
        }
        catch (IOException trouble)
        {
            await server.DisposeAsync();
            LogClosed(log, address.Ip, address.Port, trouble.Message);
        }
    }

    [LoggerMessage(3070, LogLevel.Information, "Federation: {Address} port {Port} answers other meshes, {Safety}")]
    private static partial void LogOpen(ILogger log, IPAddress address, int port, string safety);

    [LoggerMessage(3071, LogLevel.Error, "Federation: other meshes find this gateway but cannot ask it: TCP at {Address} port {Port}: {Reason}")]
    private static partial void LogClosed(ILogger log, IPAddress address, int port, string reason);
}
