using Mesh.Client;
using Mesh.Node.Http;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Support;

/// <summary>The native API on a real port, over a fake mesh.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestNode(WebApplication app, FakeMeshClient mesh, FakeMeshInspector inspector, FakeTimeProvider time)
    {
        _app = app;
        Mesh = mesh;
        Inspector = inspector;
        Time = time;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    internal FakeMeshClient Mesh { get; }

    internal FakeMeshInspector Inspector { get; }

    public FakeTimeProvider Time { get; }

    public string Url { get; }

    public HttpClient Http { get; }

    public static async Task<TestNode> StartAsync(
        MeshState? state = null, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var mesh = new FakeMeshClient(time, state);
        var inspector = new FakeMeshInspector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        NativeApi.AddServices(builder.Services);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IMeshClient>(mesh).AddSingleton(mesh.Hub);
        builder.Services.AddSingleton<IMeshInspector>(inspector);
        var app = builder.Build();
        NativeApi.Map(app);
        await app.StartAsync();
        return new TestNode(app, mesh, inspector, time);
    }

    public async Task RegisterAsync(string service, string id)
    {
        using var body = new StringContent("{\"host\":\"10.0.0.1\",\"port\":8080}");
        using var response = await Http.PutAsync($"/mesh/v1/services/{service}/{id}", body);
        response.EnsureSuccessStatusCode();
    }

    internal TService Service<TService>()
        where TService : notnull => _app.Services.GetRequiredService<TService>();

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
