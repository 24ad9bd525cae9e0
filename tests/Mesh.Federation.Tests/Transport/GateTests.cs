using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Federation.Tests.Transport;

/// <summary>What the gate lets in.</summary>
public sealed class GateTests : IDisposable
{
    private static readonly KadAddress There = KadAddress.V4(0x0a000001, 4100);

    private readonly FakeTimeProvider _time = new(VirtualTime.Start);
    private readonly TestFederation _federation = new();
    private readonly MemoryNetwork _network = new();
    private readonly List<GateArrival> _arrivals = [];
    private readonly GatewayIdentity _peer;
    private readonly KadGate _gate;

    public GateTests()
    {
        var until = VirtualTime.Start + TimeSpan.FromDays(1);
        _peer = _federation.NewGateway("peer", until);
        _gate = new KadGate(
            _federation.NewGateway("self", until),
            _network.Bind(new System.Net.IPEndPoint(0x0200000a, 4100)),
            GateLimits.Default with { DatagramsPerSecond = 20, Pending = 15 },
            _time,
            new GateCounters());
        _gate.Open(_arrivals.Add);
    }

    [Fact]
    public void Credential_is_shown_once_and_remembered()
    {
        Bring(Ping(), isIntroduced: true);
        Bring(Ping(), isIntroduced: false);

        Assert.Equal([(true, true), (true, false)], _arrivals.Select(a => (a.IsKnown, a.ShowedCredential)));
    }

    [Fact]
    public void Sender_that_is_not_known_is_asked_who_it_is_when_it_asks_and_only_then()
    {
        Bring(Ping(), isIntroduced: false);
        Bring(new KadProtocol.Pong { RequestId = 1, Sender = _peer.Credential.NodeId }, isIntroduced: false);

        Assert.False(Assert.Single(_arrivals).IsKnown);
        Assert.Equal(2, _gate.Counters.Refused);
    }

    [Fact]
    public void Sender_that_claims_another_id_or_did_not_seal_is_dropped()
    {
        Bring(Ping() with { Sender = NodeId.Max }, isIntroduced: true);
        using var other = _federation.NewGateway("other", VirtualTime.Start + TimeSpan.FromDays(1));
        Bring(SealedCodec.Write(Ping(), other.GatewayKey, CredentialCodec.Write(_peer.Credential), 0));
        Bring(Ping(), isIntroduced: true);
        Bring(SealedCodec.Write(Ping(), other.GatewayKey, default, 0));

        Assert.Single(_arrivals);
        Assert.Equal(3, _gate.Counters.Refused);
    }

    [Fact]
    public void Too_many_datagrams_of_one_source_are_dropped_until_time_has_passed()
    {
        for (var i = 0; i < 25; i++)
        {
            Bring(Ping(), isIntroduced: true);
            _gate.OnHandled();
        }

        Assert.Equal((20, 5), (_arrivals.Count, _gate.Counters.Limited));
        _time.Advance(TimeSpan.FromSeconds(1));
        Bring(Ping(), isIntroduced: true);
        Assert.Equal(21, _arrivals.Count);
    }

    [Fact]
    public void What_the_actor_has_not_handled_is_bounded()
    {
        for (var i = 0; i < 18; i++)
            Bring(Ping(), isIntroduced: true);

        Assert.Equal((15, 3), (_arrivals.Count, _gate.Counters.Limited));
    }

    [Fact]
    public void Padding_reaches_the_size_asked_for_with_seal_and_credential()
    {
        var credential = CredentialCodec.Write(_peer.Credential);

        Assert.Equal(700, SealedCodec.Write(Ping(), _peer.GatewayKey, credential, 700).Length);
        Assert.Equal(416, SealedCodec.Write(Ping(), _peer.GatewayKey, default, 416).Length);
        Assert.InRange(_gate.StrangerBytes, KadSizes.PaddedRequest / 2, KadSizes.PaddedRequest);
    }

    public void Dispose() => _gate.Dispose();

    private KadProtocol.Ping Ping() => new() { RequestId = 1, Sender = _peer.Credential.NodeId };

    private void Bring(KadMessage message, bool isIntroduced) => Bring(SealedCodec.Write(
        message, _peer.GatewayKey, isIntroduced ? CredentialCodec.Write(_peer.Credential) : default, 0));

    private void Bring(byte[] datagram)
    {
        _network.Inject(There, _gate.Local, datagram);
        _network.Deliver();
    }
}
