using System.Net;
using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Node.Access;
using Mesh.Node.Federation;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace Mesh.Node.Tests.Federation;

/// <summary>A gateway's door on a real port, with what it logs.</summary>
internal sealed class TestDoor : IAsyncDisposable
{
    private readonly ILoggerFactory _logs;

    private TestDoor(FederationServer server, FederationTls? tls, FakeOverlayCalls calls, MemoryLog log, ILoggerFactory logs) =>
        (Server, Tls, Calls, Log, _logs) = (server, tls, calls, log, logs);

    public FederationServer Server { get; }

    public FederationTls? Tls { get; }

    public FakeOverlayCalls Calls { get; }

    public MemoryLog Log { get; }

    public int Port => Server.Port!.Value;

    public static async Task<TestDoor> StartAsync(
        FakeMeshClient mesh, string name, RemoteSettings settings, FederationTls? tls = null, int port = 0) =>
        await StartAsync(mesh, mesh.Hub, name, settings, tls, port);

    public static async Task<TestDoor> StartAsync(
        IMeshClient mesh, MeshHub hub, string name, RemoteSettings settings, FederationTls? tls = null, int port = 0)
    {
        var log = new MemoryLog();
        var logs = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Information).AddProvider(log));
        var calls = new FakeOverlayCalls();
        var parts = new FederationServerSetup
        {
            Mesh = mesh,
            Serving = new ServingSpan(hub),
            Overlay = calls,
            MeshName = () => name,
            Settings = settings,
            Refusals = new TlsRefusals(logs.CreateLogger<TlsRefusals>(), TimeProvider.System),
            Time = TimeProvider.System,
            Logs = logs,
            Tls = tls,
        };
        var server = new FederationServer(parts, new FederationAddress(IPAddress.Loopback, port));
        await server.StartAsync(CancellationToken.None);
        return new TestDoor(server, tls, calls, log, logs);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _logs.Dispose();
    }
}
