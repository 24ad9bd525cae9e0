using System.Net;
using Akka.Actor;
using Mesh.Federation;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Transport;

namespace Mesh.Testing.Overlay;

/// <summary>Gateways of many meshes in one ActorSystem, each with a socket of its own.</summary>
public sealed class OverlayFleet(ActorSystem system, TimeProvider time)
{
    private readonly TestFederation _federation = new();
    private int _count;

    public TestFederation Federation => _federation;

    public static KadSettings Settings { get; } = KadSettings.Default with { PerNetworkInBucket = 0, PerNetworkInTable = 0 };

    /// <summary>Starts a gateway of a mesh of its own; it enters the overlay through the seeds.</summary>
    public FleetGateway Start(
        Func<IPEndPoint, IDatagramSocket> bind,
        IPEndPoint at,
        IEnumerable<KadAddress> seeds,
        GatewayIdentity? identity = null,
        KadSettings? settings = null,
        string tableFile = "",
        IKadRecorder? recorder = null)
    {
        var number = _count++;
        var parts = new OverlayParts
        {
            Identity = identity ?? _federation.NewGateway($"mesh-{number}", time.GetUtcNow() + TimeSpan.FromDays(1)),
            Address = at,
            Seeds = [.. seeds.Select(s => s.ToString())],
            Settings = settings ?? Settings,
            Bind = bind,
            TableFile = tableFile,
            Recorder = recorder,
        };
        return new FleetGateway(system.ActorOf(KademliaActor.Props(parts, time), $"gateway-{number}"), parts);
    }
}
