using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Http;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Doors.Tests.Consul.Support;

/// <summary>The Consul door on a real port, over a fake mesh whose time only the test moves.</summary>
public sealed class ConsulNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsulNode(WebApplication app, FakeMeshClient mesh, FakeMeshInspector inspector, FakeTimeProvider time)
    {
        _app = app;
        Mesh = mesh;
        Inspector = inspector;
        Time = time;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient { BaseAddress = new Uri(Url + "/v1/") };
    }

    internal FakeMeshClient Mesh { get; }

    internal FakeMeshInspector Inspector { get; }

    public FakeTimeProvider Time { get; }

    public string Url { get; }

    public HttpClient Http { get; }

    /// <summary>How many blocking queries wait.</summary>
    public int Parked => _app.Services.GetRequiredService<ParkingLot>().Count;

    /// <summary>How many services of other meshes are followed for blocking queries.</summary>
    public int Followed => _app.Services.GetRequiredService<RemoteRelay>().Count;

    public IEnumerable<RouteEndpoint> Endpoints =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>();

    public static async Task<ConsulNode> StartAsync(params (string Key, string Value)[] settings)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var mesh = new FakeMeshClient(time);
        var inspector = new FakeMeshInspector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        NativeApi.AddServices(builder.Services);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IMeshClient>(mesh).AddSingleton(mesh.Hub);
        builder.Services.AddSingleton<IMeshInspector>(inspector);
        builder.Services.AddSingleton<IMeshKeyValues>(new FakeMeshKeyValues(time));
        builder.Services.AddMeshOptions<ConsulOptions>();
        ConsulDoor.AddServices(builder.Services);
        var app = builder.Build();
        ConsulDoor.Use(app);
        NativeApi.Map(app);
        ConsulDoor.Map(app);
        await app.StartAsync();
        return new ConsulNode(app, mesh, inspector, time);
    }

    /// <summary>Puts an instance into the view, owned by this node.</summary>
    public void Put(ServiceInstance instance, Standing standing = Standing.Confirmed, Owner? owner = null) => Mesh.Put(
        new InstanceView(instance, owner ?? FakeMeshClient.Self, standing),
        Mesh.Snapshot.Find(instance.Service.Value)?.Instances.Any(i => i.Instance.Id == instance.Id) is true
            ? ChangeKind.Updated
            : ChangeKind.Added);

    public void Remove(string service, string id) => Mesh.Put(
        Mesh.Snapshot.Find(service)!.Instances.Single(i => i.Instance.Id.Value == id), ChangeKind.Removed);

    public async Task<Reply> GetAsync(string path) => await Reply.OfAsync(await Http.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<Reply> SendAsync(string method, string path, string body = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body.Length > 0)
            request.Content = new StringContent(body);
        return await Reply.OfAsync(await Http.SendAsync(request));
    }

    /// <summary>Waits until so many queries wait.</summary>
    public Task WhenParkedAsync(int count) => Eventually.IsAsync(() => Parked == count, $"not just {count} queries wait");

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
