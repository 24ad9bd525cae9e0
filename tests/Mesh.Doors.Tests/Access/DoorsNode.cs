using System.Net;
using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Consul;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Dashboard;
using Mesh.Node.Etcd;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Listening;
using Mesh.Node.Http;
using Mesh.Node.Listening;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Doors.Tests.Access;

/// <summary>All doors over HTTP on real ports, over the mesh of one node in memory.</summary>
internal sealed class DoorsNode : IAsyncDisposable
{
    /// <summary>What a request is answered that was let through, where endpoints are not to run.</summary>
    public const int LetThrough = 299;

    private readonly WebApplication _app;

    private DoorsNode(WebApplication app, FakeMeshClient mesh, FakeMeshKeyValues store, DoorSettings doors)
    {
        _app = app;
        Mesh = mesh;
        Store = store;
        Ports = ListenedPorts.Of(app.Services.GetRequiredService<IServer>(), doors);
    }

    public FakeMeshClient Mesh { get; }

    public FakeMeshKeyValues Store { get; }

    public ListenedPorts Ports { get; }

    public IServiceProvider Services => _app.Services;

    public IReadOnlyList<RouteEndpoint> Endpoints => EndpointsOf(_app);

    /// <param name="runsEndpoints">False: what is let through is answered with <see cref="LetThrough"/>.</param>
    public static async Task<DoorsNode> StartAsync(
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        bool runsEndpoints = true,
        MeshState? state = null,
        Action<WebApplication>? map = null)
    {
        var store = new FakeMeshKeyValues();
        var mesh = new FakeMeshClient(store.Time, state);
        var doors = new DoorSettings { Consul = true, Etcd = 0, EtcdJson = 0 };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        NativeApi.AddServices(builder.Services);
        builder.Services.AddSingleton<IMeshClient>(mesh).AddSingleton(mesh.Hub);
        builder.Services.AddSingleton<IMeshInspector>(new FakeMeshInspector());
        builder.Services.AddSingleton<IMeshKeyValues>(store);
        builder.Services.AddSingleton<TimeProvider>(store.Time);
        builder.Services.AddSingleton(doors);
        builder.Services.AddMeshOptions<ConsulOptions>();
        ConsulDoor.AddServices(builder.Services);
        EtcdDoor.AddServices(builder.Services);
        DashboardDoor.AddServices(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1);
            EtcdDoor.Listen(kestrel, doors, [IPAddress.Loopback], certificates: null);
        });
        var app = builder.Build();
        ConsulDoor.Use(app);
        AccessPipeline.Use(app);
        if (!runsEndpoints)
            app.Use(next => http => http.GetEndpoint() is RouteEndpoint ? Answer(http) : next(http));
        EtcdDoor.Map(app);
        NativeApi.Map(app);
        ConsulDoor.Map(app);
        DashboardDoor.Map(app);
        map?.Invoke(app);
        await app.StartAsync();
        return new DoorsNode(app, mesh, store, doors);
    }

    public static IReadOnlyList<RouteEndpoint> EndpointsOf(IEndpointRouteBuilder app) =>
        [.. app.DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()];

    public static Door DoorOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<DoorMark>()?.Door ?? Door.Native;

    public int PortOf(Door door) => door switch
    {
        Door.Etcd => Ports.Etcd!.Value,
        Door.EtcdJson => Ports.EtcdJson!.Value,
        _ => Ports.Http!.Value,
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task Answer(HttpContext http)
    {
        http.Response.StatusCode = LetThrough;
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
