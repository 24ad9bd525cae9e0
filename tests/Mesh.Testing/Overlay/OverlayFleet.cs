using System.Net;
using Akka.Actor;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;

namespace Mesh.Testing.Overlay;

/// <summary>Gateways of many meshes in one ActorSystem, each with a socket of its own.</summary>
internal sealed class OverlayFleet(ActorSystem system, TimeProvider time, TestFederation federation)
{
    private int _count;

    public OverlayFleet(ActorSystem system, TimeProvider time)
        : this(system, time, new TestFederation())
    {
    }

    public TestFederation Federation => federation;

    public static KadSettings Settings { get; } = KadSettings.Default with { PerNetworkInBucket = 0, PerNetworkInTable = 0 };

    /// <summary>For gateways in real time: a machine that is busy for a second or two is no gateway that is silent.</summary>
    public static KadSettings PatientSettings { get; } = Settings with
    {
        OverdueTimeout = TimeSpan.FromSeconds(3),
        HardTimeout = TimeSpan.FromSeconds(6),
        LookupDeadline = TimeSpan.FromSeconds(30),
    };

    /// <summary>Starts a gateway of a mesh of its own; it enters the overlay through the seeds.</summary>
    public FleetGateway Start(
        Func<IPEndPoint, IDatagramSocket> bind,
        IPEndPoint at,
        IEnumerable<KadAddress> seeds,
        GatewayIdentity? identity = null,
        KadSettings? settings = null,
        string tableFile = "",
        ICallCarrier? carrier = null,
        IReadOnlyList<KadAddress>? siblings = null,
        ushort keepPort = 0,
        IKadRecorder? recorder = null)
    {
        var number = _count++;
        var setup = new OverlaySetup
        {
            Identity = identity ?? federation.NewGateway($"mesh-{number}", time.GetUtcNow() + TimeSpan.FromDays(1)),
            Address = at,
            Seeds = [.. seeds.Select(s => s.ToString())],
            Settings = settings ?? Settings,
            Bind = bind,
            TableFile = tableFile,
            Carrier = carrier,
            Siblings = () => siblings ?? [],
            Recorder = recorder,
        };
        setup.Presence.Port = keepPort;
        return new FleetGateway(system.ActorOf(KademliaActor.Props(setup, time), $"gateway-{number}"), setup);
    }

    /// <summary>The gateway anew, as after a restart of its ActorSystem: with the presence of the one that was stopped.</summary>
    public FleetGateway StartAgain(FleetGateway stopped) =>
        new(system.ActorOf(KademliaActor.Props(stopped.Setup, time), $"gateway-{_count++}"), stopped.Setup);
}
