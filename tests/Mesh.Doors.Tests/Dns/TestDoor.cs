using System.Net;
using Mesh.Catalog;
using Mesh.Node.Dns;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Doors.Tests.Dns;

/// <summary>The door on real sockets, over a catalogue that the test fills.</summary>
internal sealed class TestDoor : IAsyncDisposable
{
    private readonly DnsDoor _door;

    private TestDoor(DnsDoor door, FakeMeshClient mesh) => (_door, Mesh) = (door, mesh);

    public FakeMeshClient Mesh { get; }

    public int Port => _door.Port!.Value;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    public static async Task<TestDoor> StartAsync(DnsOptions? options = null, IPAddress[]? addresses = null)
    {
        var mesh = new FakeMeshClient(TimeProvider.System);
        var door = new DnsDoor(
            mesh,
            mesh.Hub,
            new FakeMeshInspector(),
            Microsoft.Extensions.Options.Options.Create(options ?? new DnsOptions()),
            new DnsAddress(addresses ?? [IPAddress.Loopback], 0),
            TimeProvider.System,
            NullLogger<DnsDoor>.Instance);
        await door.StartAsync(CancellationToken.None);
        return new TestDoor(door, mesh);
    }

    /// <summary>Registers so many instances of web, at addresses of their own: 127.0.1.1 and on.</summary>
    public TestDoor PutWeb(int count)
    {
        for (var i = 1; i <= count; i++)
            Put(TestCatalog.Instance("web", $"w-{i}", 9_000 + i, $"127.0.1.{i}"));
        return this;
    }

    public void Put(ServiceInstance instance) =>
        Mesh.Put(new InstanceView(instance, FakeMeshClient.Self, Standing.Confirmed), ChangeKind.Added);

    public void Remove(ServiceInstance instance) =>
        Mesh.Put(new InstanceView(instance, FakeMeshClient.Self, Standing.Confirmed), ChangeKind.Removed);

    public async ValueTask DisposeAsync()
    {
        await _door.StopAsync(CancellationToken.None);
        _door.Dispose();
    }
}
