using Google.Protobuf;
using Mesh.Catalog;
using Mesh.Node.Federation;
using P = Mesh.Node.Federation.Proto;

namespace Mesh.Node.Tests.Federation;

/// <summary>One message between gateways of each kind, and of each kind of event, with every field set: what the golden files hold.</summary>
internal static class FederationSamples
{
    public static InstanceView View { get; } = new(
        new ServiceInstance
        {
            Service = ServiceName.Parse("orders"),
            Id = InstanceId.Parse("o-1"),
            Host = "10.1.2.3",
            Port = 8080,
            Ports = ValueMap<int>.From([new("grpc", 8081), new("metrics", 9090)]),
            Zone = "z-1",
            Version = "2.1",
            Tags = ["blue", "fast"],
            Metadata = ValueMap<string>.From([new("note", "grün"), new("team", "checkout")]),
            Weight = 300,
            Status = InstanceStatus.Draining,
        },
        new Owner("10.0.0.1:4053", 7),
        Standing.Unreachable);

    /// <summary>By the name of the golden file.</summary>
    public static IReadOnlyDictionary<string, IMessage> All { get; } = new SortedDictionary<string, IMessage>(StringComparer.Ordinal)
    {
        ["Sealed"] = new P.Sealed { Datagram = ByteString.CopyFrom(0, 1, 0xff) },
        ["SealedAnswers"] = new P.SealedAnswers { Datagrams = { ByteString.CopyFrom(4, 5), ByteString.CopyFrom(6) } },
        ["ServiceRequest"] = new P.ServiceRequest { Service = "orders" },
        ["Snapshot"] = Snapshot(),
        ["Event.Snapshot"] = new P.Event { Snapshot = Snapshot() },
        ["Event.Put"] = new P.Event { Put = FederationMapping.ToWire(View) },
        ["Event.Removed"] = new P.Event { Removed = "o-1" },
        ["Event.Heartbeat"] = new P.Event { Heartbeat = new P.Heartbeat() },
        ["Event.NotExported"] = new P.Event { NotExported = new P.NotExported() },
        ["Heartbeat"] = new P.Heartbeat(),
        ["PingRequest"] = new P.PingRequest(),
        ["PingReply"] = new P.PingReply(),
        ["NotExported"] = new P.NotExported(),
        ["Instance"] = FederationMapping.ToWire(View),
        ["NamedPort"] = new P.NamedPort { Name = "grpc", Port = 8081 },
        ["Entry"] = new P.Entry { Key = "team", Value = "checkout" },
    };

    private static P.Snapshot Snapshot() => new()
    {
        Mesh = "eu",
        Revision = 9,
        AgeMs = 1_500,
        Instances = { FederationMapping.ToWire(View) },
        Truncated = true,
    };
}
