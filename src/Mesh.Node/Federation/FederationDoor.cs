using System.Net;
using System.Net.Sockets;
using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Federation.Options;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Hosting;
using Mesh.Node.Access;
using Mesh.Remote;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Federation;

/// <summary>
/// Opens the door for other meshes before the node starts: over TCP at the number at which the overlay takes datagrams, so
/// that a locator needs one number and a firewall one rule. The overlay takes its datagrams at the door's port, now and
/// after each restart inside the process; a port that cannot be had is a reason not to start. Nothing on a node that is no
/// gateway.
/// </summary>
internal sealed partial class FederationDoor(
    IServiceProvider services,
    IOptions<GatewayOptions> options,
    FederationTlsSource tls,
    ILogger<FederationDoor> log) : IHostedLifecycleService
{
    /// <summary>Ports tried when any will do: it has to be free for TCP and for UDP.</summary>
    private const int Attempts = 8;

    private FederationServer? _server;

    /// <summary>Null while it is closed.</summary>
    public int? Port => _server?.Port;

    /// <exception cref="IOException">The port is taken; the message is for the operator.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var federation = options.Value;
        if (!federation.IsGateway || !FederationAddress.TryParse(federation.Gateway, out var address))
            return;
        var calls = services.GetRequiredService<IOverlayCalls>();
        var setup = SetupOf(calls);
        _server = await OpenAsync(setup, address, cancellationToken);
        calls.KeepPort(_server.Port!.Value);
        LogOpen(log, address.Ip, _server.Port.Value, tls.Value is null ? "in the clear" : "mutual TLS");
    }

    /// <summary>Ends the connections of those whose keys have been revoked.</summary>
    public void CutRevoked() => _server?.CutRevoked();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
            await _server.StopAsync(cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<FederationServer> OpenAsync(
        FederationServerSetup setup, FederationAddress address, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new FederationServer(setup, address);
            try
            {
                await server.StartAsync(cancellationToken);
                DemandDatagrams(address.Ip, server.Port!.Value);
                return server;
            }
            catch (Exception trouble) when (trouble is IOException or SocketException)
            {
                await server.DisposeAsync();
                if (address.Port != 0 || attempt == Attempts)
                    throw new IOException(Text(address, trouble), trouble);
            }
        }
    }

    /// <summary>The overlay takes the port when the actors start; that it is free is seen now.</summary>
    private static void DemandDatagrams(IPAddress ip, int port)
    {
        using var socket = UdpDatagramSocket.Bind(new IPEndPoint(ip, port));
    }

    private static string Text(FederationAddress address, Exception trouble) => trouble switch
    {
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => Taken("UDP", address),
        { InnerException: AddressInUseException } => Taken("TCP", address),
        _ => $"the gateway cannot listen on {address.Ip}:{address.Port}: {trouble.Message}",
    };

    private static string Taken(string protocol, FederationAddress address) =>
        $"{protocol} port {address.Port} of {address.Ip}, the gateway's, is taken by another process";

    private FederationServerSetup SetupOf(IOverlayCalls calls)
    {
        var overlay = services.GetRequiredService<IFederationOverlay>();
        return new FederationServerSetup
        {
            Mesh = services.GetRequiredService<IMeshClient>(),
            Serving = services.GetRequiredService<ServingSpan>(),
            Overlay = calls,
            MeshName = () => overlay.Self?.MeshName ?? services.GetRequiredService<MeshOptions>().MeshName,
            Settings = services.GetRequiredService<RemoteSettings>(),
            Refusals = services.GetRequiredService<TlsRefusals>(),
            Time = services.GetRequiredService<TimeProvider>(),
            Logs = services.GetRequiredService<ILoggerFactory>(),
            Tls = tls.Value,
        };
    }

    [LoggerMessage(3070, LogLevel.Information, "Federation: {Address} port {Port} answers other meshes, {Safety}")]
    private static partial void LogOpen(ILogger log, IPAddress address, int port, string safety);
}
