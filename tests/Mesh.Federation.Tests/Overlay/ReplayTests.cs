using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Wire;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Tests.Overlay;

/// <summary>What a gateway did over real sockets, a bare node that is told the same does again.</summary>
public sealed class ReplayTests : TestKit
{
    private static readonly OverlaySubject Orders = new OverlaySubject.Service("orders");

    [Fact]
    public async Task Network_and_bare_node_have_equal_effects_for_equal_inputs()
    {
        var fleet = new OverlayFleet(Sys, TimeProvider.System);
        var recording = new Recording();
        var gateways = new List<FleetGateway>();
        for (var i = 0; i < 6; i++)
        {
            var seed = (ulong)i + 1;
            var gateway = fleet.Start(
                at => new SlowLossySocket(UdpDatagramSocket.Bind(at), seed, loss: 0.05, TimeSpan.Zero, TimeSpan.FromMilliseconds(5)),
                new IPEndPoint(IPAddress.Loopback, 0),
                gateways.Take(2).Select(g => g.Address),
                settings: OverlayFleet.PatientSettings,
                recorder: i == 3 ? recording : null);
            gateways.Add(gateway);
            await Eventually.IsAsync(
                () => Task.FromResult(gateway.IsOpen && (i == 0 || gateway.Contacts > 0)), () => $"gateway {i} has not joined", Patience.Limit);
        }

        foreach (var gateway in gateways)
            Assert.IsType<Published>(await gateway.PublishAsync(Orders));
        var found = Assert.IsType<Found>(await gateways[3].FindAsync(Orders, FindMode.All, TimeSpan.FromSeconds(30)));
        Assert.NotEmpty(found.Meshes);
        Assert.IsType<Left>(await gateways[3].LeaveAsync(isLast: true));
        await gateways[3].Actor.GracefulStop(Patience.Limit);

        var steps = recording.Steps.ToArray();
        Assert.Contains(steps, s => s.Input is KadInput.Received);
        Assert.Contains(steps, s => s.Input is KadInput.Verified);
        var node = new KadNode(
            gateways[3].NodeId, OverlayFleet.PatientSettings, recording.Seed, BitConverter.ToUInt64(recording.Seed.Span), recording.StartedAt);
        foreach (var step in steps)
            Assert.Equal(step.Effects.Select(Text), node.Step(step.Input, step.At).Select(Text));
    }

    private static string Text(KadEffect effect) => effect switch
    {
        KadEffect.Send send => $"{send.To} {Convert.ToHexString(KadCodec.Write(send.Message, send.PadTo))}",
        KadEffect.Complete { Result: KadResult.Located located } => $"{located.Operation} {string.Join(' ', located.Records.Select(r => r.MeshId))}",
        KadEffect.Complete complete => $"{complete.Result.GetType().Name} {complete.Result.Operation}",
        _ => effect.ToString(),
    };

    private sealed class Recording : IKadRecorder
    {
        public ReadOnlyMemory<byte> Seed { get; private set; }

        public Moment StartedAt { get; private set; }

        public ConcurrentQueue<(KadInput Input, Moment At, ImmutableArray<KadEffect> Effects)> Steps { get; } = new();

        public void OnStart(ReadOnlyMemory<byte> seed, Moment now) => (Seed, StartedAt) = (seed.ToArray(), now);

        public void OnStep(KadInput input, Moment now, ImmutableArray<KadEffect> effects) => Steps.Enqueue((input, now, effects));
    }
}
