using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Security;
using Grpc.AspNetCore.Server;
using Mesh.Federation.Link;
using Mesh.Kademlia;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Mesh.Node.Federation;

/// <summary>
/// The gateway's door for other meshes: gRPC on a listener of its own, so that nothing else of the node can be asked
/// there and the door's certificates are those of the federation.
/// </summary>
internal sealed class FederationServer(FederationServerSetup setup, FederationAddress address) : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);
    private static readonly object IsRefused = new();
    private static readonly object IsSecure = new();
    private static readonly object Ids = new();

    private readonly StreamBudget _budget = new(FederationLimits.Streams, FederationLimits.StreamsPerPeer);
    private readonly ConcurrentDictionary<ConnectionContext, ImmutableArray<NodeId>> _secure = new();
    private WebApplication? _app;
    private int _connections;

    /// <summary>Null before the door is open.</summary>
    public int? Port => _app?.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(a => new Uri(a).Port).Cast<int?>().FirstOrDefault();

    /// <summary>Connections that are open, whether anything goes over them or not.</summary>
    public int OpenConnections => Volatile.Read(ref _connections);

    /// <summary>Streams of other meshes that are open.</summary>
    public int OpenStreams => _budget.Open;

    /// <exception cref="IOException">The port cannot be had.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(setup.Logs);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(Limit);
        builder.Services.AddSingleton(s => new FederationService(
            setup.Mesh,
            setup.Serving,
            setup.MeshName,
            setup.Settings,
            _budget,
            setup.Time,
            s.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        builder.Services.AddSingleton(new OverlayService(setup.Overlay));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Listen);
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGrpcService<FederationService>();
        _app.MapGrpcService<OverlayService>();
        await _app.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>Ends the connections of those whose keys have been revoked since they came.</summary>
    public void CutRevoked()
    {
        foreach (var (connection, _) in _secure.Where(c => setup.Tls?.IsRevoked(c.Value) is true))
        {
            setup.Refusals.OnCaller(connection.RemoteEndPoint, "its key, or that of its mesh, was revoked meanwhile");
            connection.Abort();
        }
    }

    private static void Limit(GrpcServiceOptions grpc)
    {
        grpc.MaxReceiveMessageSize = FederationLimits.RequestBytes;
        grpc.MaxSendMessageSize = FederationLimits.ReplyBytes;
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = FederationLimits.Streams;
        kestrel.Limits.Http2.MaxStreamsPerConnection = FederationLimits.StreamsPerPeer;
        kestrel.Limits.Http2.KeepAlivePingDelay = setup.Settings.Silence;
        kestrel.Listen(address.Ip, address.Port, listener =>
        {
            listener.Protocols = HttpProtocols.Http2;
            listener.Use(next => connection => CountAsync(next, connection));
            if (setup.Tls is { } tls)
                Secure(listener, tls);
        });
    }

    private async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private void Secure(ListenOptions listener, FederationTls tls)
    {
        listener.Use(next => connection => WatchAsync(next, connection));
        listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeLimit,
            OnConnection = hello => ValueTask.FromResult(OptionsFor(hello.Connection, tls)),
        });
        listener.Use(next => connection => ServeAsync(next, connection));
    }

    private SslServerAuthenticationOptions OptionsFor(BaseConnectionContext connection, FederationTls tls) => tls.ServerOptions(
        reason =>
        {
            connection.Items[IsRefused] = true;
            setup.Refusals.OnCaller(connection.RemoteEndPoint, reason);
        },
        ids => connection.Items[Ids] = ids);

    private async Task ServeAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        connection.Items[IsSecure] = true;
        _secure[connection] = connection.Items.TryGetValue(Ids, out var ids) && ids is ImmutableArray<NodeId> known ? known : [];
        try
        {
            await next(connection);
        }
        finally
        {
            _secure.TryRemove(connection, out _);
        }
    }

    /// <summary>A handshake that fails ends the connection without a word in the log; here it is said.</summary>
    private async Task WatchAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        await next(connection);
        if (!connection.Items.ContainsKey(IsSecure) && !connection.Items.ContainsKey(IsRefused))
            setup.Refusals.OnCaller(connection.RemoteEndPoint, "no TLS handshake came about: plain text, or it did not take our certificate");
    }
}
