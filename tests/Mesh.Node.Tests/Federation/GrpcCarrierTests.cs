using System.Net;
using Akka.TestKit.Xunit2;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Remote;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Node.Tests.Federation;

/// <summary>Gateways of the overlay whose datagrams somebody drops, with real connections beside them.</summary>
public sealed class GrpcCarrierTests : TestKit
{
    private static readonly OverlaySubject Orders = new OverlaySubject.Service("orders");

    private readonly TestCredentials _federation = new();
    private readonly OverlayFleet _fleet;
    private readonly List<(FleetGateway Gateway, TestDoor Door, GrpcCallCarrier Carrier)> _gateways = [];
    private volatile bool _isBlocked = true;

    public GrpcCarrierTests()
        : base(Patience.Config) => _fleet = new OverlayFleet(Sys, TimeProvider.System);

    [Fact]
    public async Task Blocked_gateways_join_through_a_blocked_seed_and_find_each_other_over_mutual_tls()
    {
        foreach (var mesh in new[] { "eu", "us", "asia" })
            await StartAsync(mesh);
        var (eu, us, asia) = (_gateways[0].Gateway, _gateways[1].Gateway, _gateways[2].Gateway);

        // A connection for which the machine takes longer than a gateway waits for one is a holder less.
        await EventuallyAsync(
            async () => Assert.IsType<Published>(await us.PublishAsync(Orders)).Holders == 3, "not all three hold the record");
        var found = Assert.IsType<Found>(await asia.FindAsync(Orders, FindMode.First, TimeSpan.FromSeconds(30)));

        Assert.Equal("us", Assert.Single(found.Meshes).Name);
        Assert.All(_gateways, g => Assert.Equal(0, g.Gateway.Gate.Answered(Carrier.Udp)));
        await EventuallyAsync(async () => await eu.PingAsync(asia.Address) is Answered { By: Carrier.Grpc }, "no call is answered");

        _isBlocked = false;
        await EventuallyAsync(
            async () => await eu.PingAsync(asia.Address) is Answered { By: Carrier.Udp }, "datagrams are not taken up again");
    }

    [Fact]
    public async Task Certificate_of_one_gateway_does_not_carry_the_words_of_another()
    {
        await StartAsync("eu");
        // The keys of two gateways: one opens the connection, the other signs.
        var (open, sign) = (_federation.Gateway("us", "us-1"), _federation.Gateway("us", "us-2"));
        using var identity = GatewayIdentity.Load(sign, isClosed: true);
        using var carrier = new GrpcCallCarrier(_federation.Load(open), () => null, TimeProvider.System);
        using var right = new GrpcCallCarrier(_federation.Load(sign), () => null, TimeProvider.System);
        // As it would go by UDP, taken from the wire of a gateway that cannot get through.
        await using var trap = await TestDoor.StartAsync(new Mesh.Testing.Fakes.FakeMeshClient(TimeProvider.System), "trap", FederationTerms.Default, _federation.Tls("trap", "trap-1"));
        var asker = _fleet.Start(
            at => new BlockableSocket(UdpDatagramSocket.Bind(at), static () => true),
            new IPEndPoint(IPAddress.Loopback, 0),
            [KadAddress.From(new IPEndPoint(IPAddress.Loopback, trap.Port))],
            GatewayIdentity.Load(sign, isClosed: true),
            carrier: right);
        await Eventually.IsAsync(() => !trap.Calls.Received.IsEmpty, "the gateway did not call its seed");
        var datagram = trap.Calls.Received.First().Datagram;
        Assert.Equal(identity.Credential.NodeId, trap.Calls.Received.First().Certified);
        Assert.True(asker.IsOpen);

        var refused = await ReachAsync(carrier, datagram);
        var answered = await ReachAsync(right, datagram);

        Assert.Equal(CallFault.Refused, Assert.IsType<CallReply.Failed>(refused).Fault);
        Assert.Single(Assert.IsType<CallReply.Answered>(answered).Datagrams);
    }

    protected override void AfterAll()
    {
        try
        {
            base.AfterAll();
            foreach (var (_, door, carrier) in _gateways)
            {
                door.DisposeAsync().AsTask().GetAwaiter().GetResult();
                carrier.Dispose();
            }
        }
        finally
        {
            _federation.Dispose();
        }
    }

    private async Task StartAsync(string mesh)
    {
        var folder = _federation.Gateway(mesh, mesh + "-0");
        var tls = _federation.Load(folder);
        var door = await TestDoor.StartAsync(new Mesh.Testing.Fakes.FakeMeshClient(TimeProvider.System), mesh, FederationTerms.Default, tls);
        var carrier = new GrpcCallCarrier(tls, () => IPAddress.Loopback, TimeProvider.System);
        var gateway = _fleet.Start(
            at => new BlockableSocket(UdpDatagramSocket.Bind(at), () => _isBlocked),
            new IPEndPoint(IPAddress.Loopback, door.Port),
            _gateways.Take(1).Select(g => g.Gateway.Address),
            GatewayIdentity.Load(folder, isClosed: true),
            OverlayFleet.PatientSettings,
            carrier: carrier);
        door.Calls.Target = gateway;
        _gateways.Add((gateway, door, carrier));
        // Before that it has no address to tell the next one.
        await Eventually.IsAsync(() => gateway.IsOpen, $"the gateway of {mesh} does not listen");
        await EventuallyAsync(
            () => Task.FromResult(gateway.Contacts == _gateways.Count - 1), $"the gateway of {mesh} knows not all {_gateways.Count - 1} others");
    }

    private static Task EventuallyAsync(Func<Task<bool>> condition, string otherwise) =>
        Eventually.IsAsync(condition, () => otherwise, Patience.Limit);

    /// <summary>The reply of the first gateway, not that it could not be reached in the time that one waits for it.</summary>
    private async Task<CallReply> ReachAsync(GrpcCallCarrier carrier, byte[] datagram)
    {
        CallReply? reply = null;
        await EventuallyAsync(
            async () =>
            {
                reply = await carrier.CallAsync(_gateways[0].Gateway.Address, datagram, CancellationToken.None);
                return reply is not CallReply.Failed { Fault: CallFault.Unavailable };
            },
            "the gateway cannot be reached");
        return reply!;
    }
}
