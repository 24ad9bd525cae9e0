using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Packages.Tests;

/// <summary>Programs for net8.0, each with its own runtime: what they refer to is the packages alone.</summary>
[Collection(nameof(PackedFeed))]
public sealed class EarlierFrameworkTests(PackedFeed packed)
{
    [Fact]
    public async Task Worker_and_web_application_for_net8_find_each_other()
    {
        var worker = await packed.PublishedAsync("OlderWorker", "Microsoft.NET.Sdk", "net8.0", """
            using Mesh.Client;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            var builder = Host.CreateApplicationBuilder(args);
            builder.AddMesh(mesh => mesh.Register("billing", port: 9000));
            using var host = builder.Build();
            await host.StartAsync();
            Console.WriteLine($"runs on .NET {Environment.Version.Major}");
            await foreach (var change in host.Services.GetRequiredService<IMeshClient>().Watch("shop"))
            {
                if (change.Instance is { IsOffered: true })
                {
                    Console.WriteLine("found the shop");
                    break;
                }
            }

            await host.WaitForShutdownAsync();
            """, "Mesh.Client");
        var web = await packed.PublishedAsync("OlderShop", "Microsoft.NET.Sdk.Web", "net8.0", """
            using Mesh.Client;

            var builder = WebApplication.CreateBuilder(args);
            builder.AddMesh(mesh => mesh.Register("shop").WaitForReady());
            var app = builder.Build();
            app.MapGet("/", (IMeshClient mesh) => $"{Environment.Version.Major} {string.Join(' ', mesh.Resolve("billing").Instances.Select(i => i.Instance.Port))}");
            app.Run();
            """, "Mesh.Client", "Mesh.Yarp", "Mesh.Grpc", "Mesh.ServiceDiscovery", "Mesh.Discovery", "Mesh.Federation");
        var (node, port) = (FreePorts.Take(), FreePorts.Take());

        await using var offers = ChildProcess.Start(worker, [], [new("Mesh__Port", $"{node}")]);
        await using var shop = ChildProcess.Start(
            web, [], [new("Mesh__Seeds", $"127.0.0.1:{node}"), new("ASPNETCORE_URLS", $"http://127.0.0.1:{port}")]);

        using var http = new HttpClient();
        await Eventually.SeesAsync(
            () => http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/")),
            s => s == "8 9000",
            "the worker, seen by the web application",
            _ => shop.Output + offers.Output,
            limit: Patience.Limit * 3,
            passes: e => e is HttpRequestException && !shop.HasExited);
        await Eventually.IsAsync(
            () => Task.FromResult(offers.Output.Contains("found the shop", StringComparison.Ordinal)),
            () => offers.Output,
            Patience.Limit * 2);
        Assert.Contains("runs on .NET 8", offers.Output, StringComparison.Ordinal);
        Assert.Equal(0, await shop.TerminateAsync(Patience.Limit));
        Assert.Equal(0, await offers.TerminateAsync(Patience.Limit));
    }
}
