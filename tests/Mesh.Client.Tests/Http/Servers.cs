using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

/// <summary>Two web servers that are "orders", and redirect as ASP.NET does, by the Host that they were asked for.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly List<WebApplication> _running = [];
    private readonly TestCatalog _catalog = new();

    private Servers() => Mesh = new FakeMeshClient(_catalog);

    public FakeMeshClient Mesh { get; }

    /// <summary>What arrived, "METHOD /path".</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    public static async Task<Servers> StartAsync()
    {
        var servers = new Servers();
        servers.Add(Instance("orders", "o-1", await servers.StartOneAsync(), "127.0.0.1"));
        servers.Add(Instance("orders", "o-2", await servers.StartOneAsync(), "127.0.0.1"));
        return servers;
    }

    public void Add(ServiceInstance instance) => _catalog.Put(instance);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _running)
            await one.DisposeAsync();
    }

    private async Task<int> StartOneAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        _running.Add(app);
        app.Use((context, next) =>
        {
            Seen.Enqueue($"{context.Request.Method} {context.Request.Path}");
            return next(context);
        });
        app.MapPost("/pay", (HttpContext context, int code, string? to) =>
        {
            context.Response.Headers.Location = to ?? $"{context.Request.Scheme}://{context.Request.Host}/done";
            return Results.StatusCode(code);
        });
        app.MapGet("/pay", () => "the list of payments");
        app.Map("/done", () => "done");
        app.MapGet("/where", (HttpContext context) => $"{context.Connection.LocalPort}");
        await app.StartAsync();
        return new Uri(app.Urls.Single()).Port;
    }
}
