using System.Net;
using Mesh.Client;
using Mesh.Node.Etcd;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Http;
using Mesh.Node.Listening;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Doors.Tests.Etcd.Support;

/// <summary>The native API and etcd's door on real ports, over the mesh of one node in memory.</summary>
internal sealed class TestDoor : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestDoor(WebApplication app, FakeMeshClient mesh, FakeMeshKeyValues store, DoorSettings doors)
    {
        _app = app;
        Mesh = mesh;
        Store = store;
        Ports = ListenedPorts.Of(app.Services.GetRequiredService<IServer>(), doors);
        Json = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Ports.EtcdJson}") };
    }

    public FakeMeshClient Mesh { get; }

    public FakeMeshKeyValues Store { get; }

    public ListenedPorts Ports { get; }

    public string Endpoint => $"127.0.0.1:{Ports.Etcd}";

    public HttpClient Json { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TestDoor> StartAsync(EtcdLimits? limits = null, MeshState? state = null)
    {
        var store = new FakeMeshKeyValues();
        var mesh = new FakeMeshClient(store.Time, state);
        var doors = new DoorSettings { Etcd = 0, EtcdJson = 0 };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        NativeApi.AddServices(builder.Services);
        EtcdDoor.AddServices(builder.Services);
        builder.Services.AddSingleton(doors);
        builder.Services.AddOptions<MeshClientOptions>();
        builder.Services.AddSingleton<IMeshClient>(mesh).AddSingleton(mesh.Hub);
        builder.Services.AddSingleton<IMeshInspector>(new FakeMeshInspector());
        builder.Services.AddSingleton<IMeshKeyValues>(store);
        builder.Services.AddSingleton(limits ?? new EtcdLimits());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1);
            EtcdDoor.Listen(kestrel, doors, [IPAddress.Loopback], certificates: null);
        });
        var app = builder.Build();
        EtcdDoor.Map(app);
        NativeApi.Map(app);
        await app.StartAsync();
        return new TestDoor(app, mesh, store, doors);
    }

    public async ValueTask DisposeAsync()
    {
        Json.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
