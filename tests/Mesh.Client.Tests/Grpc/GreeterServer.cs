using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Health.V1;
using Mesh.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using static Mesh.Testing.TestCatalog;
using HealthService = Grpc.Health.V1.Health;

namespace Mesh.Client.Tests.Grpc;

/// <summary>A gRPC server; the health service stands for any.</summary>
internal sealed class GreeterServer : HealthService.HealthBase, IAsyncDisposable
{
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _app = null!;

    /// <summary>The keys that calls came with.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ServiceInstance Instance { get; private set; } = null!;

    public static async Task<GreeterServer> StartAsync(string id)
    {
        var server = new GreeterServer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(server);
        server._app = builder.Build();
        server._app.MapGrpcService<GreeterServer>();
        await server._app.StartAsync();
        server.Instance = Instance("greeter", id, new Uri(server._app.Urls.Single()).Port, "127.0.0.1");
        return server;
    }

    /// <summary>Lets the streams end.</summary>
    public void GoOn() => _goOn.TrySetResult();

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        Calls.Enqueue(context.RequestHeaders.GetValue("x-tenant") ?? "");
        return Task.FromResult(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.NotServing });
        await _goOn.Task.WaitAsync(context.CancellationToken);
        await responseStream.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
    }

    public ValueTask DisposeAsync()
    {
        GoOn();
        return _app.DisposeAsync();
    }
}
