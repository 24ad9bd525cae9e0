using System.Net;
using Mesh.Node.Hosting;
using Mesh.Node.Listening;
using Mesh.Palette;
using Mesh.Registry;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Mesh.Node.Demo;

/// <summary>A service as anybody would write it: an HTTP server that embeds the mesh and registers itself.</summary>
internal static class DemoServiceHost
{
    public static async Task<int> RunAsync(string service, string id, IReadOnlyList<string> seeds)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var quiet = new QuietStart(TimeProvider.System);
        NodeHost.AddLogging(builder.Logging, quiet);
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        builder.AddMesh(m => m.WithSeeds(seeds).WithName(id).Register(service, configure: r => r.Id = id));
        builder.Services.AddHostedService<StdinLifetime>();
        await using var app = builder.Build();
        app.MapGet("/", (HttpContext http) => http.Response.WriteAsync($"hello from {id}"));
        await app.StartAsync();
        quiet.Wait();
        using var first = new FirstState(app.Services.GetRequiredService<MeshHub>());
        var stopped = app.WaitForShutdownAsync();
        if (await Task.WhenAny(first.Outcome, stopped) == first.Outcome)
        {
            if (await first.Outcome is { } reason)
            {
                await Console.Error.WriteLineAsync($"mesh demo-service: {reason}");
                return PaletteExit.Refused;
            }

            quiet.End();
            Console.Out.WriteLine(NodeHost.PortsOf(app, DoorSettings.None).ToJson());
        }

        await stopped;
        return PaletteExit.Done;
    }
}
