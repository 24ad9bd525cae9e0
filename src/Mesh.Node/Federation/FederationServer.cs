using Grpc.AspNetCore.Server;
using Mesh.Client;
using Mesh.Federation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Mesh.Node.Federation;

/// <summary>
/// The gateway's door for other meshes: gRPC on a listener of its own, so that nothing else of the node can be asked
/// there and the door's certificates are those of the federation.
/// </summary>
internal sealed class FederationServer(
    IMeshClient mesh,
    FederationAddress address,
    FederationTerms terms,
    TimeProvider time,
    ILoggerFactory logs,
    FederationTls? tls = null) : IAsyncDisposable
{
    private readonly StreamBudget _budget = new(FederationLimits.Streams, FederationLimits.StreamsPerPeer);
    private WebApplication? _app;

    /// <summary>Null before the door is open.</summary>
    public int? Port => _app?.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(a => new Uri(a).Port).Cast<int?>().FirstOrDefault();

    /// <summary>Streams of other meshes that are open.</summary>
    public int OpenStreams => _budget.Open;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(Limit);
        builder.Services.AddSingleton(new FederationService(mesh, address.MeshName, terms, _budget, time));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Listen);
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGrpcService<FederationService>();
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
        kestrel.Limits.Http2.KeepAlivePingDelay = terms.Silence;
        kestrel.Listen(address.Ip, address.Port, listener =>
        {
            listener.Protocols = HttpProtocols.Http2;
            if (tls is not null)
                listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls.ServerOptions()) });
        });
    }
}
