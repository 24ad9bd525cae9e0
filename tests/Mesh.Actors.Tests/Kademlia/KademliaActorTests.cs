using System.Net;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Federation;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using static Mesh.Kademlia.KademliaProtocol;

namespace Mesh.Actors.Tests.Kademlia;

/// <summary>Gateways of different meshes over a network in memory, in virtual time.</summary>
public sealed class KademliaActorTests : TestKit
{
    private static readonly OverlaySubject Orders = new OverlaySubject.Service("orders");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly MemoryNetwork _network = new();
    private readonly VirtualTime _time;
    private readonly OverlayFleet _fleet;
    private readonly List<FleetGateway> _gateways = [];

    public KademliaActorTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _fleet = new OverlayFleet(Sys, _time.Clock);
    }

    [Fact]
    public async Task Gateways_of_different_meshes_find_what_each_publishes()
    {
        await StartAsync(8);

        var published = Assert.IsType<Published>(await RunAsync(_gateways[3].PublishAsync(Orders)));
        var found = Assert.IsType<Found>(await RunAsync(_gateways[7].FindAsync(Orders, FindMode.All, Deadline)));

        Assert.InRange(published.Holders, 7, 8);
        var mesh = Assert.Single(found.Meshes);
        Assert.Equal((_gateways[3].MeshId, _gateways[3].MeshName), (mesh.MeshId, mesh.Name));
        Assert.Equal(_gateways[3].Address, mesh.Locator.Gateways[0].Address);
        Assert.Equal(mesh.MeshId, NodeId.OfPublicKey(mesh.PublicKey.Span));
    }

    [Fact]
    public async Task All_meshes_of_one_name_are_found_and_one_is_enough_for_the_first()
    {
        await StartAsync(6);
        foreach (var gateway in _gateways.Take(4))
            Assert.IsType<Published>(await RunAsync(gateway.PublishAsync(Orders)));

        var all = Assert.IsType<Found>(await RunAsync(_gateways[5].FindAsync(Orders, FindMode.All, Deadline)));

        Assert.Equal(_gateways.Take(4).Select(g => g.MeshId).Order(), all.Meshes.Select(m => m.MeshId));
        Assert.True(all.IsWhole);
    }

    [Fact]
    public async Task Mesh_is_found_by_its_id_and_by_its_certified_name()
    {
        await StartAsync(5);
        var (own, name) = (new OverlaySubject.MeshOf(_gateways[1].MeshId), new OverlaySubject.MeshNamed("MESH-1"));
        Assert.IsType<Published>(await RunAsync(_gateways[1].PublishAsync(own)));
        Assert.IsType<Published>(await RunAsync(_gateways[1].PublishAsync(name)));

        foreach (var subject in new OverlaySubject[] { own, name })
        {
            var found = Assert.IsType<Found>(await RunAsync(_gateways[4].FindAsync(subject, FindMode.First, Deadline)));
            Assert.Equal(_gateways[1].MeshId, Assert.Single(found.Meshes).MeshId);
        }
    }

    [Fact]
    public async Task Mesh_publishes_itself_only()
    {
        await StartAsync(2);

        var other = await RunAsync(_gateways[0].PublishAsync(new OverlaySubject.MeshOf(_gateways[1].MeshId)));
        var name = await RunAsync(_gateways[0].PublishAsync(new OverlaySubject.MeshNamed("mesh-1")));

        Assert.Contains("is not this mesh", Assert.IsType<PublishRefused>(other).Reason, StringComparison.Ordinal);
        Assert.Contains("is not the name of this mesh, 'mesh-0'", Assert.IsType<PublishRefused>(name).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_withdrawn_is_found_by_nobody()
    {
        await StartAsync(6);
        await RunAsync(_gateways[2].PublishAsync(Orders));
        Assert.IsType<Published>(await RunAsync(_gateways[2].WithdrawAsync(Orders)));

        foreach (var gateway in _gateways)
        {
            Assert.Empty(Assert.IsType<Found>(await RunAsync(gateway.FindAsync(Orders, FindMode.First, Deadline))).Meshes);
            Assert.Empty(Assert.IsType<Found>(await RunAsync(gateway.FindAsync(Orders, FindMode.All, Deadline))).Meshes);
        }
    }

    [Fact]
    public async Task What_is_published_is_renewed_beyond_its_life_and_ends_with_its_publisher()
    {
        await StartAsync(4);
        await RunAsync(_gateways[1].PublishAsync(Orders));

        await PassAsync(TimeSpan.FromMinutes(65));
        Assert.Single(Assert.IsType<Found>(await RunAsync(_gateways[3].FindAsync(Orders, FindMode.All, Deadline))).Meshes);

        Sys.Stop(_gateways[1].Actor);
        _gateways.RemoveAt(1);
        await PassAsync(TimeSpan.FromMinutes(31));
        Assert.Empty(Assert.IsType<Found>(await RunAsync(_gateways[2].FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    [Fact]
    public async Task Uncertified_gateway_enters_no_table_and_gets_no_answer()
    {
        await StartAsync(4);
        var stranger = _fleet.Start(
            _network.Bind, At(100), [_gateways[0].Address], GatewayIdentity.Ephemeral("stranger", _time.Clock.GetUtcNow() + TimeSpan.FromDays(1)));
        _gateways.Add(stranger);
        var impostor = new TestFederation().NewGateway("mesh-0", _time.Clock.GetUtcNow() + TimeSpan.FromDays(1));
        _gateways.Add(_fleet.Start(_network.Bind, At(101), [_gateways[0].Address], impostor));

        await PassAsync(TimeSpan.FromMinutes(2));
        await RunAsync(stranger.PublishAsync(Orders));

        foreach (var gateway in _gateways.Take(4))
        {
            var status = await RunAsync(gateway.StatusAsync());
            Assert.Equal(3, status.Peers.Length);
            Assert.Equal(0, status.Store.Records);
            Assert.DoesNotContain(status.Peers, p => p.Peer.Id == stranger.NodeId || p.Peer.Id == impostor.Credential.NodeId);
        }

        Assert.Equal((0, 0), (stranger.Contacts, _gateways[5].Contacts));
        Assert.True(_gateways[0].Refused > 0);
    }

    [Fact]
    public async Task Gateway_whose_credential_has_ended_is_not_talked_to_any_more()
    {
        await StartAsync(3);
        var soon = _fleet.Federation.NewGateway(
            "short", TestFederation.NewKey(), _time.Clock.GetUtcNow() + TimeSpan.FromDays(1), _time.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        var gateway = _fleet.Start(_network.Bind, At(100), [_gateways[0].Address], soon);
        _gateways.Add(gateway);
        await PassUntilAsync(() => gateway.Contacts == 3);

        await PassAsync(TimeSpan.FromMinutes(2));

        Assert.IsType<Silent>(await RunAsync(_gateways[0].PingAsync(gateway.Address)));
        Assert.IsType<Silent>(await RunAsync(gateway.PingAsync(_gateways[0].Address)));
    }

    [Fact]
    public async Task Gateway_whose_mesh_is_revoked_is_heard_no_more_and_its_records_are_found_no_more()
    {
        var file = Path.Combine(Path.GetTempPath(), $"revoked-{Guid.NewGuid():N}");
        try
        {
            var revocations = new Revocations(file, _fleet.Federation.Authority);
            await StartAsync(3);
            var reader = _fleet.Start(_network.Bind, At(100), [_gateways[0].Address], _fleet.Federation.NewGateway(
                "reader", TestFederation.NewKey(), _time.Clock.GetUtcNow() + TimeSpan.FromDays(1), revocations: revocations));
            _gateways.Add(reader);
            await PassUntilAsync(() => reader.Contacts == 3);
            await RunAsync(_gateways[1].PublishAsync(Orders));
            await RunAsync(_gateways[2].PublishAsync(Orders));
            await File.WriteAllTextAsync(file, RevocationCodec.ToPem(_fleet.Federation.Revoke(1, _gateways[1].MeshId)));

            await EventFilter.Info(contains: "list 1 of revoked keys is in force").ExpectOneAsync(() => PassAsync(TimeSpan.FromSeconds(3)));

            Assert.IsType<Silent>(await RunAsync(reader.PingAsync(_gateways[1].Address)));
            Assert.IsType<Silent>(await RunAsync(_gateways[1].PingAsync(reader.Address)));
            foreach (var mode in new[] { FindMode.First, FindMode.All })
            {
                var found = Assert.IsType<Found>(await RunAsync(reader.FindAsync(Orders, mode, Deadline)));
                Assert.Equal(_gateways[2].MeshId, Assert.Single(found.Meshes).MeshId);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Client_finds_but_is_in_no_table_and_publishes_nothing()
    {
        await StartAsync(4);
        await RunAsync(_gateways[1].PublishAsync(Orders));
        var client = _fleet.Start(_network.Bind, At(100), [_gateways[0].Address], settings: OverlayFleet.Settings with { ClientMode = true });
        _gateways.Add(client);
        await PassAsync(TimeSpan.FromMinutes(1));

        Assert.Single(Assert.IsType<Found>(await RunAsync(client.FindAsync(Orders, FindMode.First, Deadline))).Meshes);
        Assert.IsType<PublishRefused>(await RunAsync(client.PublishAsync(Orders)));
        Assert.Equal(4, client.Contacts);
        Assert.All(_gateways.Take(4), g => Assert.Equal(3, g.Contacts));
    }

    [Fact]
    public async Task Records_survive_that_their_holders_leave_in_order()
    {
        // Among three nothing can be told of how near they should be.
        var settings = OverlayFleet.Settings with { K = 3, PackedFactor = 0 };
        await StartAsync(12, settings);
        // The farthest from the key is heir to nobody, so that what it is asked for later tells of the others alone.
        var publisher = await FarthestAsync(OverlayKeys.Of(Orders));
        await RunAsync(publisher.PublishAsync(Orders));
        var holders = new List<FleetGateway>();
        foreach (var gateway in _gateways.Where(g => g != publisher))
        {
            if ((await RunAsync(gateway.StatusAsync())).Store.Records > 0)
                holders.Add(gateway);
        }

        foreach (var holder in holders)
        {
            Assert.IsType<Left>(await RunAsync(holder.LeaveAsync(isLast: false)));
            Sys.Stop(holder.Actor);
            _gateways.Remove(holder);
        }

        // Neither the publisher, nor who held it when it was published.
        _network.Passes = (from, to) => from != publisher.Address && to != publisher.Address;
        Assert.NotEmpty(holders);
        // Tables of three hold hardly anyone but those that have gone, until that is noticed.
        await PassAsync(TimeSpan.FromMinutes(18));
        Assert.Single(Assert.IsType<Found>(await RunAsync(_gateways.Last(g => g != publisher).FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    [Fact]
    public async Task Last_gateway_of_a_mesh_takes_back_what_it_published()
    {
        await StartAsync(5);
        await RunAsync(_gateways[0].PublishAsync(Orders));

        Assert.IsType<Left>(await RunAsync(_gateways[0].LeaveAsync(isLast: true)));
        Assert.IsType<Unavailable>(await RunAsync(_gateways[0].FindAsync(Orders, FindMode.All, Deadline)));

        // It may be gone as soon as it has said so.
        Sys.Stop(_gateways[0].Actor);
        _gateways.RemoveAt(0);
        Assert.Empty(Assert.IsType<Found>(await RunAsync(_gateways[^1].FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    [Fact]
    public async Task Restarted_gateway_enters_through_the_peers_it_knew_when_its_seed_is_gone()
    {
        var file = Path.Combine(Path.GetTempPath(), $"overlay-peers-{Guid.NewGuid():N}");
        try
        {
            await StartAsync(4);
            var first = _fleet.Start(_network.Bind, At(100), [_gateways[0].Address], tableFile: file);
            _gateways.Add(first);
            await PassUntilAsync(() => File.Exists(file) && File.ReadAllLines(file).Length == 4);
            foreach (var gone in new[] { first, _gateways[0] })
            {
                await gone.Actor.GracefulStop(TimeSpan.FromSeconds(5));
                _gateways.Remove(gone);
            }

            var again = _fleet.Start(_network.Bind, At(100), [new KadAddress(_gateways[0].Address.Host, 9)], tableFile: file);
            _gateways.Add(again);
            await PassUntilAsync(() => again.Contacts == 3);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Gateway_that_is_alone_answers_for_itself_and_enters_when_its_seed_comes()
    {
        var alone = _fleet.Start(_network.Bind, At(0), [KadAddress.From(At(1))]);
        _gateways.Add(alone);
        await PassUntilAsync(() => alone.IsOpen);
        Assert.Equal(1, Assert.IsType<Published>(await RunAsync(alone.PublishAsync(Orders))).Holders);

        _gateways.Add(_fleet.Start(_network.Bind, At(1), []));
        await PassUntilAsync(() => _gateways.All(g => g.Contacts == 1));
        await PassAsync(TimeSpan.FromSeconds(2));

        Assert.Single(Assert.IsType<Found>(await RunAsync(_gateways[1].FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    [Fact]
    public async Task Gateway_whose_only_contact_died_enters_again_through_another_seed()
    {
        await StartAsync(1);
        var left = _fleet.Start(_network.Bind, At(100), [_gateways[0].Address, KadAddress.From(At(101))]);
        _gateways.Add(left);
        await PassUntilAsync(() => left.Contacts == 1);
        await _gateways[0].Actor.GracefulStop(TimeSpan.FromSeconds(5));
        _gateways.RemoveAt(0);
        // A search finds out that nobody answers; the contact stays in the table, for the own link may be down.
        await RunAsync(left.FindAsync(Orders, FindMode.All, Deadline));
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, left.Contacts);

        var late = _fleet.Start(_network.Bind, At(101), []);
        _gateways.Add(late);

        await PassUntilAsync(() => late.Contacts == 1);
        Assert.Equal(late.NodeId, Assert.IsType<PeersFound>(await RunAsync(left.FindPeersAsync(late.NodeId))).Peers[0].Id);
    }

    [Fact]
    public async Task Gateway_without_seeds_enters_through_another_gateway_of_its_mesh()
    {
        await StartAsync(3);

        var sibling = _fleet.Start(_network.Bind, At(100), [], siblings: [KadAddress.From(At(100)), _gateways[1].Address]);
        _gateways.Add(sibling);

        await PassUntilAsync(() => sibling.Contacts == 3);
    }

    [Fact]
    public async Task Seed_that_is_silent_is_not_asked_more_and_more_often()
    {
        var pings = 0;
        var seed = KadAddress.From(At(7));
        _network.Seen = (_, to, _) => pings += to == seed ? 1 : 0;
        _gateways.Add(_fleet.Start(_network.Bind, At(0), [seed]));
        await PassUntilAsync(() => pings > 0);

        await PassAsync(TimeSpan.FromMinutes(10));

        // One a second at first, then one in half a minute; each is sent once more.
        Assert.InRange(pings, 30, 80);
    }

    [Fact]
    public async Task Question_with_a_token_and_a_credential_is_answered_within_a_datagram()
    {
        await StartAsync(25);
        var asker = _fleet.Federation.NewGateway("asker", _time.Clock.GetUtcNow() + TimeSpan.FromDays(1));
        var from = KadAddress.From(At(200));
        var answers = new List<(byte[] Bytes, Mesh.Kademlia.Messages.KadMessage Message)>();
        _network.Seen = (sender, to, bytes) =>
        {
            if (sender != from && to == from && Mesh.Kademlia.Transport.SealedCodec.TryRead(bytes, out var message, out _, out _))
                answers.Add((bytes, message));
        };
        var find = new Mesh.Kademlia.Messages.KadProtocol.FindNode { RequestId = 5, Sender = asker.Credential.NodeId, Target = NodeId.Max };
        void Ask(Mesh.Kademlia.Messages.KadMessage question) => _network.Inject(from, _gateways[0].Address, Mesh.Kademlia.Transport.SealedCodec.Write(
            question, asker.GatewayKey, CredentialCodec.Write(asker.Credential), KadSizes.PaddedRequest));

        Ask(find);
        await PassUntilAsync(() => answers.Any(a => a.Message.RequestId == 5));
        Ask(find with { RequestId = 6, Token = answers.First(a => a.Message.RequestId == 5).Message.Token });
        await PassUntilAsync(() => answers.Any(a => a.Message.RequestId == 6));

        var whole = Assert.IsType<Mesh.Kademlia.Messages.KadProtocol.Nodes>(answers.First(a => a.Message.RequestId == 6).Message);
        Assert.InRange(whole.Contacts.Length, 20, 21);
        Assert.All(answers, a => Assert.InRange(a.Bytes.Length, 1, KadSizes.MaxDatagram));
    }

    [Fact]
    public async Task No_datagram_is_larger_than_the_limit_and_no_answer_than_three_times_its_question()
    {
        var (largest, worst) = (0, 0.0);
        var asked = new Dictionary<(KadAddress Asker, KadAddress Asked, ulong Id), int>();
        _network.Seen = (from, to, bytes) =>
        {
            largest = Math.Max(largest, bytes.Length);
            Assert.True(Mesh.Kademlia.Transport.SealedCodec.TryRead(bytes, out var message, out var credential, out var error), error);
            // Who shows its credential has no token yet: its address is not proven.
            if (!credential.IsEmpty && asked.Remove((to, from, message.RequestId), out var question))
                worst = Math.Max(worst, (double)bytes.Length / question);
            else
                asked[(from, to, message.RequestId)] = bytes.Length;
        };
        await StartAsync(40);
        foreach (var gateway in _gateways.Take(20))
            await RunAsync(gateway.PublishAsync(Orders));

        var found = Assert.IsType<Found>(await RunAsync(_gateways[39].FindAsync(Orders, FindMode.All, Deadline)));
        Assert.Equal(20, found.Meshes.Length);
        Assert.InRange(largest, 1_000, KadSizes.MaxDatagram);
        Assert.InRange(worst, 1.0, KadSizes.Amplification);
    }

    [Fact]
    public async Task Locator_that_does_not_fit_a_record_is_refused_with_its_size()
    {
        await StartAsync(1);
        var address = new KadAddress(UInt128.MaxValue, 65_535);
        var locator = new MeshLocator(1, 0, [.. Enumerable.Repeat(new GatewayEndpoint(address, new string('x', 32), 65_535), 4)]);

        var refused = Assert.IsType<PublishRefused>(await RunAsync(_gateways[0].PublishAsync(Orders, locator)));

        Assert.Contains("at most 512", refused.Reason, StringComparison.Ordinal);
    }

    private static IPEndPoint At(int number) => new(IPAddress.Parse($"10.0.{number / 250}.{number % 250 + 1}"), 4100);

    private async Task StartAsync(int count, KadSettings? settings = null)
    {
        for (var i = 0; i < count; i++)
        {
            _gateways.Add(_fleet.Start(_network.Bind, At(i), i == 0 ? [] : [_gateways[0].Address], settings: settings));
            // Seeds are resolved in real time.
            await PassUntilAsync(() => i == 0 || _gateways[i].Contacts > 0);
            await PassAsync(TimeSpan.FromSeconds(2));
        }
    }

    private async Task PassUntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 4_000 && !condition(); i++)
            await PassAsync(VirtualTime.DefaultStep);
        Assert.True(condition(), "not so within 200 virtual seconds");
    }

    /// <summary>Lets time pass until the answer is there.</summary>
    private async Task<FleetGateway> FarthestAsync(NodeId key)
    {
        var far = new List<(NodeId Distance, FleetGateway Gateway)>();
        foreach (var gateway in _gateways)
            far.Add(((await RunAsync(gateway.StatusAsync())).Self.NodeId ^ key, gateway));
        return far.MaxBy(f => f.Distance).Gateway;
    }

    private async Task<T> RunAsync<T>(Task<T> answer)
    {
        for (var i = 0; i < 2_000 && !answer.IsCompleted; i++)
            await PassAsync(VirtualTime.DefaultStep);
        Assert.True(answer.IsCompleted, "no answer within 100 virtual seconds");
        return await answer;
    }

    private async Task PassAsync(TimeSpan by)
    {
        var step = by > TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(1) : VirtualTime.DefaultStep;
        for (var left = by; left > TimeSpan.Zero; left -= step)
        {
            _time.Advance(step, step);
            do
            {
                await VirtualTime.SettleAsync([.. _gateways.Select(g => g.Actor)]);
            }
            while (_network.Deliver() > 0);
        }
    }
}
