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
