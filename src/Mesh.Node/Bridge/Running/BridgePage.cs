using System.Net;
using Mesh.Node.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Mesh.Node.Bridge.Running;

/// <summary>What a bridge shows over HTTP, on loopback: /metrics, and /healthz with its state in a line.</summary>
internal sealed class BridgePage : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BridgePage(WebApplication app) => _app = app;

    public int Port { get; private init; }

    public static async Task<BridgePage> StartAsync(int port, BridgeReport report)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton<MetricStore>();
        var app = builder.Build();
        // Made now: what is counted before somebody asks counts too.
        app.Services.GetRequiredService<MetricStore>();
        MetricsEndpoints.Map(app);
        app.MapGet("/healthz", (HttpContext http) => WriteAsync(http, report));
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new BridgePage(app) { Port = new Uri(addresses.Single()).Port };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task WriteAsync(HttpContext http, BridgeReport report)
    {
        http.Response.StatusCode = report.IsWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(report + "\n", http.RequestAborted);
    }
}
