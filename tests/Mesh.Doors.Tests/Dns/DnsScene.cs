using System.Net;
using Mesh.Catalog;
using Mesh.Node.Consul.Prepared;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Dns;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Doors.Tests.Dns;

/// <summary>The door without its sockets, over a catalogue that the test fills.</summary>
internal sealed class DnsScene
{
    private readonly byte[] _output = new byte[DnsResponder.MaxMessage];

    public DnsScene(DnsOptions? options = null, MeshState? state = null)
    {
        Options = options ?? new DnsOptions();
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Mesh = new FakeMeshClient(Time, state);
        Keys = new FakeMeshKeyValues(Time);
        Prepared = new PreparedStore(Keys);
        var queries = new PreparedNames(Prepared, Microsoft.Extensions.Options.Options.Create(new ConsulOptions()));
        World = new DnsWorld(Mesh, Mesh.Hub, Inspector, Time, queries);
        Responder = NewResponder(1);
    }

    public DnsOptions Options { get; }

    public FakeTimeProvider Time { get; }

    public FakeMeshClient Mesh { get; }

    public FakeMeshInspector Inspector { get; } = new();

    public FakeMeshKeyValues Keys { get; }

    /// <summary>The questions that are kept under a name.</summary>
    public PreparedStore Prepared { get; }

    public DnsWorld World { get; }

    public DnsResponder Responder { get; }

    public static ServiceInstance Instance(string service, string id, string host = "10.0.0.1", int port = 8080) =>
        TestCatalog.Instance(service, id, port, host);

    public DnsResponder NewResponder(ulong seed) =>
        new(new DnsAnswers(new DnsZone(Options, [IPAddress.Loopback])), new DnsCache(), World, Options, seed);

    public DnsScene Put(ServiceInstance instance, Standing standing = Standing.Confirmed)
    {
        Mesh.Put(new InstanceView(instance, FakeMeshClient.Self, standing), ChangeKind.Added);
        return this;
    }

    public DnsScene PutMany(string service, int count)
    {
        for (var i = 0; i < count; i++)
            Put(Instance(service, $"i-{i:d3}", $"10.1.{i >> 8}.{i & 255}", 9_000 + i));
        return this;
    }

    /// <summary>For services that are too large to be filled one by one.</summary>
    public DnsScene PutAtOnce(string service, int count)
    {
        var catalog = new TestCatalog().Put(
            Enumerable.Range(0, count).Select(i => Instance(service, $"i-{i:d5}", $"10.1.{i >> 8}.{i & 255}", 9_000 + i)));
        Mesh.Hub.Publish(catalog.Hub.Snapshot, []);
        return this;
    }

    public DecodedMessage Ask(string name, DnsType type, int? edns = 4_096, bool isStream = false, ulong client = 1) =>
        Send(DnsPackets.Question(name, type, edns), isStream, client)!;

    public DecodedMessage? Send(byte[] packet, bool isStream = false, ulong client = 1)
    {
        var length = Responder.Respond(packet, client, isStream, _output);
        return length == 0 ? null : DecodedMessage.Decode(_output.AsSpan(0, length));
    }
}
