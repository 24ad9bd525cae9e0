using System.Net;
using System.Net.Sockets;
using Akka.TestKit.Xunit2;
using CsCheck;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Tests.Overlay;

/// <summary>Gateways over real UDP sockets on loopback, with datagrams that come late or not at all.</summary>
public sealed class OverlayUdpTests : TestKit
{
    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);
    private static readonly OverlaySubject Orders = new OverlaySubject.Service("orders");

    private readonly OverlayFleet _fleet;
    private readonly List<FleetGateway> _gateways = [];

    public OverlayUdpTests()
        : base(Patience.Config) => _fleet = new OverlayFleet(Sys, TimeProvider.System);

    [Fact]
    public async Task Sixteen_gateways_join_publish_and_find_though_datagrams_get_lost()
    {
        await StartAsync(16, loss: 0.02);
        foreach (var gateway in _gateways.Take(4))
            Assert.IsType<Published>(await gateway.PublishAsync(Orders));

        var all = Assert.IsType<Found>(await _gateways[^1].FindAsync(Orders, FindMode.All, TimeSpan.FromSeconds(30)));
        Assert.Equal(_gateways.Take(4).Select(g => g.MeshId).Order(), all.Meshes.Select(m => m.MeshId));

        // A quarter of them is gone without a word.
        foreach (var gone in _gateways.Skip(4).Take(4))
            Sys.Stop(gone.Actor);
        foreach (var reader in _gateways.Skip(8))
            Assert.NotEmpty(Assert.IsType<Found>(await reader.FindAsync(Orders, FindMode.First, TimeSpan.FromSeconds(30))).Meshes);
    }

    [Fact]
    public async Task Joiner_gets_the_records_that_it_should_hold_and_is_found()
    {
        await StartAsync(6, loss: 0);
        Assert.IsType<Published>(await _gateways[0].PublishAsync(Orders));
        await StartAsync(1, loss: 0);

        // There are fewer gateways than holders: all hold everything.
        await Eventually.IsAsync(async () => (await _gateways[^1].StatusAsync()).Store.Records == 1, () => "the joiner does not hold the record");
        var peers = Assert.IsType<PeersFound>(await _gateways[3].FindPeersAsync(_gateways[^1].NodeId));
        Assert.Equal(_gateways[^1].NodeId, peers.Peers[0].Id);
    }

    [Fact]
    public async Task Whatever_comes_in_the_gateway_stays_up()
    {
        await StartAsync(3, loss: 0);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var target = _gateways[1].Address.ToEndPoint();
        var impostor = new TestFederation().NewGateway("x", TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1));
        var sealedOne = SealedCodec.Write(
            new KadProtocol.FindNode { RequestId = 1, Sender = impostor.Credential.NodeId, Target = NodeId.Max },
            impostor.GatewayKey, CredentialCodec.Write(impostor.Credential), KadSizes.PaddedRequest);
        var before = _gateways[1].Malformed;

        Gen.Byte.Array[0, 1_400].Sample(bytes => socket.SendTo(bytes, target), iter: 500, threads: 1);
        Gen.Select(Gen.Int[0, 2_000], Gen.Byte).Sample(
            (at, value) =>
            {
                var damaged = sealedOne.ToArray();
                damaged[at % damaged.Length] = value;
                socket.SendTo(damaged, target);
            },
            iter: 500,
            threads: 1);

        // What comes while the flood fills the socket is lost, the first ping too.
        await Eventually.IsAsync(
            () =>
            {
                socket.SendTo(sealedOne, target);
                return _gateways[1].Malformed > before && _gateways[1].Refused > 0;
            },
            "damaged or foreign datagrams were not counted");
        await Eventually.IsAsync(async () => await _gateways[0].PingAsync(_gateways[1].Address) is Answered, () => "it answers no ping");
        Assert.Equal(2, (await _gateways[1].StatusAsync()).Peers.Length);
    }

    [Fact]
    public async Task Write_with_the_token_of_another_address_stores_nothing()
    {
        await StartAsync(2, loss: 0);
        var writer = _fleet.Federation.NewGateway("writer", TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1));
        using var honest = Client();
        using var spoofer = Client();
        var target = _gateways[0].Address.ToEndPoint();
        var pong = Exchange(honest, target, writer, new KadProtocol.Ping { RequestId = 7, Sender = writer.Credential.NodeId });
        var record = writer.Signer!.Sign(
            OverlayKeys.Of(Orders), 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 60_000,
            LocatorCodec.Write(_gateways[0].Locator, writer.Credential.Mesh));
        var store = new KadProtocol.Store { RequestId = 8, Sender = writer.Credential.NodeId, Token = pong.Token, Records = [record] };

        var refused = Assert.IsType<KadProtocol.Stored>(Exchange(spoofer, target, writer, store));
        Assert.Equal(StoreVerdict.BadToken, Assert.Single(refused.Verdicts));
        Assert.Equal(0, (await _gateways[0].StatusAsync()).Store.Records);

        var stored = Assert.IsType<KadProtocol.Stored>(Exchange(honest, target, writer, store with { RequestId = 9 }));
        Assert.Equal(StoreVerdict.Stored, Assert.Single(stored.Verdicts));
    }

    [Fact]
    public void Record_of_a_mesh_that_is_not_certified_is_not_stored_even_for_one_that_is()
    {
        var federation = new TestFederation();
        var end = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1);
        using var trust = new FederationTrust(federation.Authority);
        var (member, stranger) = (federation.NewGateway("a", end), new TestFederation().NewGateway("b", end));
        var locator = new MeshLocator(1, 0, []);
        var (now, ms) = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), end.ToUnixTimeMilliseconds());

        var good = member.Signer!.Sign(NodeId.Max, 1, ms, LocatorCodec.Write(locator, member.Credential.Mesh));
        // The certificate of another mesh, none at all, and one of another authority.
        var borrowed = stranger.Signer!.Sign(NodeId.Max, 1, ms, LocatorCodec.Write(locator, member.Credential.Mesh));
        var bare = stranger.Signer!.Sign(NodeId.Max, 1, ms, LocatorCodec.Write(locator));
        var foreign = stranger.Signer!.Sign(NodeId.Max, 1, ms, LocatorCodec.Write(locator, stranger.Credential.Mesh));

        Assert.True(trust.IsGood(good, now));
        Assert.False(trust.IsGood(good, end.ToUnixTimeSeconds()));
        Assert.All([borrowed, bare, foreign], r => Assert.False(trust.IsGood(r, now)));
        Assert.False(trust.IsGood(good with { Sequence = 2 }, now));
    }

    private static Socket Client()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 60_000 };
        socket.Bind(Any);
        return socket;
    }

    private static KadMessage Exchange(Socket socket, IPEndPoint to, GatewayIdentity identity, KadMessage question)
    {
        socket.SendTo(SealedCodec.Write(question, identity.GatewayKey, CredentialCodec.Write(identity.Credential), 0), to);
        var buffer = new byte[2_000];
        while (true)
        {
            var length = socket.Receive(buffer);
            if (SealedCodec.TryRead(buffer.AsSpan(0, length), out var answer, out _, out _) && answer.RequestId == question.RequestId)
                return answer;
        }
    }

    private async Task StartAsync(int count, double loss)
    {
        for (var i = 0; i < count; i++)
        {
            var seed = (ulong)_gateways.Count + 1;
            var gateway = _fleet.Start(
                at => new SlowLossySocket(UdpDatagramSocket.Bind(at), seed, loss, TimeSpan.Zero, TimeSpan.FromMilliseconds(5)),
                Any,
                _gateways.Take(2).Select(g => g.Address),
                settings: OverlayFleet.PatientSettings);
            _gateways.Add(gateway);
            await Eventually.IsAsync(() => gateway.IsOpen, "the gateway does not listen");
            if (_gateways.Count > 1)
                await Eventually.IsAsync(() => gateway.Entry is not null, $"gateway {_gateways.Count} has not joined");
        }
    }

}
