using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Hosting;
using Mesh.Catalog;
using Mesh.Client.Transport;
using Mesh.Hosting;
using Mesh.Registry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Runtime;

/// <summary>
/// Makes each run's ActorSystem by Akka.Hosting, in a service container of its own. Its hosted service is left out: it
/// would set the process's exit code when the node is downed, which is the host's business.
/// </summary>
internal sealed class MeshSessionFactory : IMeshSessionFactory
{
    private readonly MeshHub _hub;
    private readonly ClusterTransport _transport;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly MeshParts _parts;

    public MeshSessionFactory(
        MeshHub hub,
        ClusterTransport transport,
        IOptions<MeshClientOptions> options,
        TimeProvider time,
        ILoggerFactory logs)
    {
        _hub = hub;
        _transport = transport;
        _options = options.Value;
        _time = time;
        _logs = logs;
        // Loads and counters of the selection outlive restarts, as the hub does.
        _parts = new MeshParts
        {
            Options = _options,
            Hub = hub,
            Selection = MeshParts.SelectionOf(_options, time),
            Time = time,
        };
    }

    public async Task<IMeshSession> StartAsync(SessionPlan plan, CancellationToken cancellation)
    {
        // Akka would leave threads behind for each failed attempt, and a stack trace in place of a line.
        await CheckAddressAsync(_options.Host, plan.Port, cancellation);
        var services = new ServiceCollection();
        services.AddSingleton(_logs);
        services.AddLogging();
        services.AddAkka(MeshNames.ActorSystem, (akka, _) => Configure(akka, plan.Port));
        var provider = services.BuildServiceProvider();
        try
        {
            var session = new MeshSession(provider, provider.GetRequiredService<ActorSystem>(), _hub, _transport, _time);
            session.Begin(_parts with { Known = ValueList.From(plan.KnownMembers) });
            return session;
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            await provider.DisposeAsync();
            throw new SessionStartException(trouble.GetBaseException().Message, trouble);
        }
    }

    private void Configure(AkkaConfigurationBuilder akka, int port) => akka
        .AddSetup(MeshLogFilter.Setup)
        .AddHocon($"akka.remote.dot-netty.tcp.port = {port}", HoconAddMode.Prepend)
        .AddHocon($"akka.stdout-logger-class = \"{typeof(SilentLogger).AssemblyQualifiedName}\"", HoconAddMode.Prepend)
        .WithMeshSystem(_options)
        .ConfigureLoggers(log =>
        {
            log.ClearLoggers();
            log.AddLoggerFactory(_logs);
        });

    private static async Task CheckAddressAsync(string host, int port, CancellationToken cancellation)
    {
        IPAddress address;
        try
        {
            address = (await Dns.GetHostAddressesAsync(host, cancellation))[0];
        }
        catch (Exception trouble) when (trouble is SocketException or IndexOutOfRangeException)
        {
            throw new SessionStartException($"the address to listen on, '{host}', cannot be resolved: {trouble.Message}", trouble);
        }

        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException trouble) when (trouble.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new SessionStartException($"port {port} of {host} is taken by another process", trouble);
        }
        catch (SocketException trouble)
        {
            throw new SessionStartException($"cannot listen on {host}:{port}: {trouble.Message}", trouble);
        }
    }
}
