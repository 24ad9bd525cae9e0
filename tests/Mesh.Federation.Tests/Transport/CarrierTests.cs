using Mesh.Federation.Overlay;
using Mesh.Federation.Tests.Overlay;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Testing.Overlay;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Tests.Transport;

/// <summary>Gateways between which datagrams do not get through, and calls do.</summary>
public sealed class CarrierTests : MemoryOverlay
{
    private bool _isBlocked;

    [Fact]
    public async Task Gateway_whose_datagrams_are_dropped_from_the_start_joins_publishes_and_finds()
    {
        _isBlocked = true;
        for (var i = 0; i < 5; i++)
            await StartAsync(isBlockable: i > 2);
        var blocked = Gateways[4];

        Assert.Equal(5, Assert.IsType<Published>(await RunAsync(blocked.PublishAsync(Orders))).Holders);
        Assert.Equal(5, Assert.IsType<Published>(await RunAsync(Gateways[0].PublishAsync(Orders))).Holders);
        foreach (var gateway in Gateways)
        {
            var found = Assert.IsType<Found>(await RunAsync(gateway.FindAsync(Orders, FindMode.All, Deadline)));
            Assert.Equal(new[] { blocked.MeshId, Gateways[0].MeshId }.Order(), found.Meshes.Select(m => m.MeshId));
        }

        Assert.Equal(0, blocked.Gate.Answered(Carrier.Udp));
        Assert.True(blocked.Gate.Answered(Carrier.Grpc) > 0);
        Assert.True(blocked.Gate.Taken(Carrier.Grpc) > 0, "others did not ask it");
        Assert.Equal(4, blocked.Gate.Called);
        // Between those that datagrams reach nothing else is used.
        Assert.Equal(Carrier.Udp, await AnsweredByAsync(Gateways[0], Gateways[1]));
        Assert.Equal(Carrier.Grpc, await AnsweredByAsync(Gateways[0], blocked));
        Assert.All(Calls.Made, c => Assert.Contains(Gateways.Skip(3), g => g.Address == c.From || g.Address == c.To));
        Assert.All(Calls.Made, c => Assert.InRange(c.Datagram.Length, 1, KadSizes.MaxDatagram));
    }

    [Fact]
    public async Task Datagrams_are_taken_up_again_when_they_get_through()
    {
        _isBlocked = true;
        await StartAsync(isBlockable: false);
        await StartAsync(isBlockable: true);
        var (open, blocked) = (Gateways[0], Gateways[1]);
        Assert.Equal(Carrier.Grpc, await AnsweredByAsync(blocked, open));

        _isBlocked = false;

        await UntilAsync(
            async () => await AnsweredByAsync(blocked, open) is Carrier.Udp && await AnsweredByAsync(open, blocked) is Carrier.Udp
                && (blocked.Gate.Called, open.Gate.Called) == (0, 0),
            "they still call each other");
        var made = Calls.Made.Count;
        Assert.Equal(Carrier.Udp, await AnsweredByAsync(blocked, open));
        Assert.Equal(made, Calls.Made.Count);
    }

    [Fact]
    public async Task Datagrams_that_stop_getting_through_are_replaced_by_calls()
    {
        await StartAsync(isBlockable: false);
        await StartAsync(isBlockable: true);
        var (open, blocked) = (Gateways[0], Gateways[1]);
        Assert.Equal(Carrier.Udp, await AnsweredByAsync(blocked, open));

        _isBlocked = true;

        await UntilAsync(async () => await AnsweredByAsync(blocked, open) is Carrier.Grpc, "no call was made or answered");
        Assert.IsType<Published>(await RunAsync(blocked.PublishAsync(Orders)));
        await UntilAsync(
            async () => Assert.IsType<Found>(await RunAsync(open.FindAsync(Orders, FindMode.First, Deadline))).Meshes.Length == 1,
            "the record did not get there");
    }

    [Fact]
    public async Task Address_where_nobody_is_costs_a_call_now_and_then_and_no_answer()
    {
        await StartAsync(isBlockable: false);

        for (var i = 0; i < 3; i++)
            Assert.IsType<Silent>(await RunAsync(Gateways[0].PingAsync(KadAddress.From(At(99)))));

        Assert.Single(Calls.Made);
    }

    [Fact]
    public async Task Call_is_held_to_what_a_datagram_is_held_to()
    {
        await StartAsync(isBlockable: false);
        var target = Gateways[0];
        var peer = KadAddress.V4(0x7f000001, 50_000);
        var member = Fleet.Federation.NewGateway("member", Time.Clock.GetUtcNow() + TimeSpan.FromDays(1));
        var stranger = new TestFederation().NewGateway("stranger", Time.Clock.GetUtcNow() + TimeSpan.FromDays(1));
        var ping = new KadProtocol.Ping { RequestId = 1, Sender = member.Credential.NodeId, Port = 4_100 };

        Task<CallReply> CallAsync(KadMessage message, GatewayIdentity by, NodeId? certified = null, bool isIntroduced = true) =>
            target.ReceiveAsync(peer, certified, SealedCodec.Write(
                message, by.GatewayKey, isIntroduced ? CredentialCodec.Write(by.Credential) : default, 0));

        await FaultAsync(CallFault.Malformed, target.ReceiveAsync(peer, null, new byte[KadSizes.MaxDatagram + 1]));
        await FaultAsync(CallFault.Malformed, target.ReceiveAsync(peer, null, new byte[300]));
        await FaultAsync(CallFault.Malformed, CallAsync(ping with { Port = 0 }, member));
        await FaultAsync(CallFault.Malformed, CallAsync(new KadProtocol.Pong { RequestId = 1, Sender = ping.Sender, Port = 1 }, member));
        await FaultAsync(CallFault.Refused, CallAsync(ping, stranger));
        await FaultAsync(CallFault.Refused, CallAsync(ping with { Sender = stranger.Credential.NodeId }, stranger));
        await FaultAsync(CallFault.Refused, CallAsync(ping, member, certified: stranger.Credential.NodeId));

        var answered = Assert.IsType<CallReply.Answered>(await CallAsync(ping, member, certified: ping.Sender));
        Assert.True(SealedCodec.TryRead(Assert.Single(answered.Datagrams).Span, out var pong, out _, out _));
        Assert.IsType<KadProtocol.Pong>(pong);
        // A call shows that the caller reaches us, not that it can be reached: it is in no table.
        Assert.Equal(0, target.Contacts);
        Assert.IsType<CallReply.Answered>(await CallAsync(
            new KadProtocol.FindNode { RequestId = 2, Sender = ping.Sender, Port = 4_100, Target = NodeId.Max, Token = pong.Token }, member));
        Assert.Equal(0, target.Contacts);
    }

    [Fact]
    public async Task Token_of_a_call_is_good_for_the_address_of_the_caller_and_for_no_other()
    {
        await StartAsync(isBlockable: false);
        var (target, member) = (Gateways[0], Fleet.Federation.NewGateway("member", Time.Clock.GetUtcNow() + TimeSpan.FromDays(1)));
        var (host, ping) = (
            KadAddress.V4(0x0a000009, 50_000),
            new KadProtocol.Ping { RequestId = 1, Sender = member.Credential.NodeId, Port = 4_100 });
        var record = member.Signer!.Sign(
            OverlayKeys.Of(Orders), 1, Time.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 60_000,
            Mesh.Kademlia.Wire.LocatorCodec.Write(target.Locator, member.Credential.Mesh));

        async Task<KadMessage> CallAsync(KadMessage message, KadAddress from)
        {
            var reply = await target.ReceiveAsync(from, null, SealedCodec.Write(
                message, member.GatewayKey, CredentialCodec.Write(member.Credential), 0));
            Assert.True(SealedCodec.TryRead(Assert.IsType<CallReply.Answered>(reply).Datagrams[0].Span, out var answer, out _, out _));
            return answer;
        }

        var store = new KadProtocol.Store
        {
            RequestId = 2,
            Sender = ping.Sender,
            Port = ping.Port,
            Records = [record],
            Token = (await CallAsync(ping, host)).Token,
        };
        async Task<StoreVerdict> StoreAsync(KadMessage message, KadAddress from) =>
            Assert.Single(Assert.IsType<KadProtocol.Stored>(await CallAsync(message, from)).Verdicts);

        Assert.Equal(StoreVerdict.BadToken, await StoreAsync(store, KadAddress.V4(0x0a00000a, 50_000)));
        Assert.Equal(StoreVerdict.BadToken, await StoreAsync(store with { Port = 4_101 }, host));
        Assert.Equal(StoreVerdict.BadToken, await StoreAsync(store with { Token = 0 }, host));
        // Another connection of the same host: its port is nobody's address.
        Assert.Equal(StoreVerdict.Stored, await StoreAsync(store, host with { Port = 50_001 }));
    }

    private static async Task FaultAsync(CallFault fault, Task<CallReply> reply) =>
        Assert.Equal(fault, Assert.IsType<CallReply.Failed>(await reply).Fault);

    /// <summary>Null: there was no answer.</summary>
    private async Task<Carrier?> AnsweredByAsync(FleetGateway asker, FleetGateway asked) =>
        (await RunAsync(asker.PingAsync(asked.Address)) as Answered)?.By;

    private async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        var limit = Time.Clock.GetUtcNow() + TimeSpan.FromMinutes(2);
        while (!await condition())
        {
            Assert.True(Time.Clock.GetUtcNow() < limit, otherwise);
            await PassAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    private async Task StartAsync(bool isBlockable)
    {
        FleetGateway gateway = null!;
        gateway = Fleet.Start(
            at => new BlockableSocket(Network.Bind(at), () => isBlockable && _isBlocked),
            At(Gateways.Count),
            Gateways.Take(1).Select(g => g.Address),
            carrier: Calls.From(() => gateway.Address));
        Gateways.Add(gateway);
        await PassUntilAsync(() => gateway.IsOpen);
        Calls.Add(gateway);
        await PassUntilAsync(() => gateway.Contacts == Gateways.Count - 1);
    }
}
