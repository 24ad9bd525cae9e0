using Mesh.Federation.Overlay;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Testing.Overlay;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Tests.Overlay;

/// <summary>What gateways publish, find, keep and believe.</summary>
public sealed class KademliaActorTests : MemoryOverlay
{
    [Fact]
    public async Task Gateways_of_different_meshes_find_what_each_publishes()
    {
        await StartAsync(8);

        var published = Assert.IsType<Published>(await RunAsync(Gateways[3].PublishAsync(Orders)));
        var found = Assert.IsType<Found>(await RunAsync(Gateways[7].FindAsync(Orders, FindMode.All, Deadline)));

        Assert.InRange(published.Holders, 7, 8);
        var mesh = Assert.Single(found.Meshes);
        Assert.Equal((Gateways[3].MeshId, Gateways[3].MeshName), (mesh.MeshId, mesh.Name));
        Assert.Equal(Gateways[3].Address, mesh.Locator.Gateways[0].Address);
        Assert.Equal(mesh.MeshId, NodeId.OfPublicKey(mesh.PublicKey.Span));
    }

    [Fact]
    public async Task All_meshes_of_one_name_are_found_and_one_is_enough_for_the_first()
    {
        await StartAsync(6);
        foreach (var gateway in Gateways.Take(4))
            Assert.IsType<Published>(await RunAsync(gateway.PublishAsync(Orders)));

        var all = Assert.IsType<Found>(await RunAsync(Gateways[5].FindAsync(Orders, FindMode.All, Deadline)));

        Assert.Equal(Gateways.Take(4).Select(g => g.MeshId).Order(), all.Meshes.Select(m => m.MeshId));
        Assert.True(all.IsWhole);
    }

    [Fact]
    public async Task Mesh_is_found_by_its_id_and_by_its_certified_name()
    {
        await StartAsync(5);
        var (own, name) = (new OverlaySubject.MeshOf(Gateways[1].MeshId), new OverlaySubject.MeshNamed("MESH-1"));
        Assert.IsType<Published>(await RunAsync(Gateways[1].PublishAsync(own)));
        Assert.IsType<Published>(await RunAsync(Gateways[1].PublishAsync(name)));

        foreach (var subject in new OverlaySubject[] { own, name })
        {
            var found = Assert.IsType<Found>(await RunAsync(Gateways[4].FindAsync(subject, FindMode.First, Deadline)));
            Assert.Equal(Gateways[1].MeshId, Assert.Single(found.Meshes).MeshId);
        }
    }

    [Fact]
    public async Task Mesh_publishes_itself_only()
    {
        await StartAsync(2);

        var other = await RunAsync(Gateways[0].PublishAsync(new OverlaySubject.MeshOf(Gateways[1].MeshId)));
        var name = await RunAsync(Gateways[0].PublishAsync(new OverlaySubject.MeshNamed("mesh-1")));

        Assert.Contains("is not this mesh", Assert.IsType<PublishRefused>(other).Reason, StringComparison.Ordinal);
        Assert.Contains("is not the name of this mesh, 'mesh-0'", Assert.IsType<PublishRefused>(name).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_withdrawn_is_found_by_nobody()
    {
        await StartAsync(6);
        await RunAsync(Gateways[2].PublishAsync(Orders));
        Assert.IsType<Published>(await RunAsync(Gateways[2].WithdrawAsync(Orders)));

        foreach (var gateway in Gateways)
        {
            Assert.Empty(Assert.IsType<Found>(await RunAsync(gateway.FindAsync(Orders, FindMode.First, Deadline))).Meshes);
            Assert.Empty(Assert.IsType<Found>(await RunAsync(gateway.FindAsync(Orders, FindMode.All, Deadline))).Meshes);
        }
    }

    [Fact]
    public async Task What_is_published_is_renewed_beyond_its_life_and_ends_with_its_publisher()
    {
        await StartAsync(4);
        await RunAsync(Gateways[1].PublishAsync(Orders));

        await PassAsync(TimeSpan.FromMinutes(65));
        Assert.Single(Assert.IsType<Found>(await RunAsync(Gateways[3].FindAsync(Orders, FindMode.All, Deadline))).Meshes);

        Sys.Stop(Gateways[1].Actor);
        Gateways.RemoveAt(1);
        await PassAsync(TimeSpan.FromMinutes(31));
        Assert.Empty(Assert.IsType<Found>(await RunAsync(Gateways[2].FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    [Fact]
    public async Task Uncertified_gateway_enters_no_table_and_gets_no_answer()
    {
        await StartAsync(4);
        var stranger = Fleet.Start(
            Network.Bind, At(100), [Gateways[0].Address], GatewayIdentity.Ephemeral("stranger", Time.Clock.GetUtcNow() + TimeSpan.FromDays(1)));
        Gateways.Add(stranger);
        var impostor = new TestFederation().NewGateway("mesh-0", Time.Clock.GetUtcNow() + TimeSpan.FromDays(1));
        Gateways.Add(Fleet.Start(Network.Bind, At(101), [Gateways[0].Address], impostor));

        await PassAsync(TimeSpan.FromMinutes(2));
        await RunAsync(stranger.PublishAsync(Orders));

        foreach (var gateway in Gateways.Take(4))
        {
            var status = await RunAsync(gateway.StatusAsync());
            Assert.Equal(3, status.Peers.Length);
            Assert.Equal(0, status.Store.Records);
            Assert.DoesNotContain(status.Peers, p => p.Peer.Id == stranger.NodeId || p.Peer.Id == impostor.Credential.NodeId);
        }

        Assert.Equal((0, 0), (stranger.Contacts, Gateways[5].Contacts));
        Assert.True(Gateways[0].Refused > 0);
    }

    [Fact]
    public async Task Gateway_whose_credential_has_ended_is_not_talked_to_any_more()
    {
        await StartAsync(3);
        var soon = Fleet.Federation.NewGateway(
            "short", TestFederation.NewKey(), Time.Clock.GetUtcNow() + TimeSpan.FromDays(1), Time.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        var gateway = Fleet.Start(Network.Bind, At(100), [Gateways[0].Address], soon);
        Gateways.Add(gateway);
        await PassUntilAsync(() => gateway.Contacts == 3);

        await PassAsync(TimeSpan.FromMinutes(2));

        Assert.IsType<Silent>(await RunAsync(Gateways[0].PingAsync(gateway.Address)));
        Assert.IsType<Silent>(await RunAsync(gateway.PingAsync(Gateways[0].Address)));
    }

    [Fact]
    public async Task Gateway_whose_mesh_is_revoked_is_heard_no_more_and_its_records_are_found_no_more()
    {
        var file = Path.Combine(Path.GetTempPath(), $"revoked-{Guid.NewGuid():N}");
        try
        {
            var revocations = new Revocations(file, Fleet.Federation.Authority);
            await StartAsync(3);
            var reader = Fleet.Start(Network.Bind, At(100), [Gateways[0].Address], Fleet.Federation.NewGateway(
                "reader", TestFederation.NewKey(), Time.Clock.GetUtcNow() + TimeSpan.FromDays(1), revocations: revocations));
            Gateways.Add(reader);
            await PassUntilAsync(() => reader.Contacts == 3);
            await RunAsync(Gateways[1].PublishAsync(Orders));
            await RunAsync(Gateways[2].PublishAsync(Orders));
            await File.WriteAllTextAsync(file, RevocationCodec.ToPem(Fleet.Federation.Revoke(1, Gateways[1].MeshId)));

            await EventFilter.Info(contains: "list 1 of revoked keys is in force").ExpectOneAsync(() => PassAsync(TimeSpan.FromSeconds(3)));

            Assert.IsType<Silent>(await RunAsync(reader.PingAsync(Gateways[1].Address)));
            Assert.IsType<Silent>(await RunAsync(Gateways[1].PingAsync(reader.Address)));
            foreach (var mode in new[] { FindMode.First, FindMode.All })
            {
                var found = Assert.IsType<Found>(await RunAsync(reader.FindAsync(Orders, mode, Deadline)));
                Assert.Equal(Gateways[2].MeshId, Assert.Single(found.Meshes).MeshId);
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
        await RunAsync(Gateways[1].PublishAsync(Orders));
        var client = Fleet.Start(Network.Bind, At(100), [Gateways[0].Address], settings: OverlayFleet.Settings with { ClientMode = true });
        Gateways.Add(client);
        await PassAsync(TimeSpan.FromMinutes(1));

        Assert.Single(Assert.IsType<Found>(await RunAsync(client.FindAsync(Orders, FindMode.First, Deadline))).Meshes);
        Assert.IsType<PublishRefused>(await RunAsync(client.PublishAsync(Orders)));
        Assert.Equal(4, client.Contacts);
        Assert.All(Gateways.Take(4), g => Assert.Equal(3, g.Contacts));
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
        foreach (var gateway in Gateways.Where(g => g != publisher))
        {
            if ((await RunAsync(gateway.StatusAsync())).Store.Records > 0)
                holders.Add(gateway);
        }

        foreach (var holder in holders)
        {
            Assert.IsType<Left>(await RunAsync(holder.LeaveAsync(isLast: false)));
            Sys.Stop(holder.Actor);
            Gateways.Remove(holder);
        }

        // Neither the publisher, nor who held it when it was published.
        Network.Passes = (from, to) => from != publisher.Address && to != publisher.Address;
        Assert.NotEmpty(holders);
        // Tables of three hold hardly anyone but those that have gone, until that is noticed.
        await PassAsync(TimeSpan.FromMinutes(18));
        Assert.Single(Assert.IsType<Found>(await RunAsync(Gateways.Last(g => g != publisher).FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    [Fact]
    public async Task Last_gateway_of_a_mesh_takes_back_what_it_published()
    {
        await StartAsync(5);
        await RunAsync(Gateways[0].PublishAsync(Orders));

        Assert.IsType<Left>(await RunAsync(Gateways[0].LeaveAsync(isLast: true)));
        Assert.IsType<Unavailable>(await RunAsync(Gateways[0].FindAsync(Orders, FindMode.All, Deadline)));

        // It may be gone as soon as it has said so.
        Sys.Stop(Gateways[0].Actor);
        Gateways.RemoveAt(0);
        Assert.Empty(Assert.IsType<Found>(await RunAsync(Gateways[^1].FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    private async Task<FleetGateway> FarthestAsync(NodeId key)
    {
        var far = new List<(NodeId Distance, FleetGateway Gateway)>();
        foreach (var gateway in Gateways)
            far.Add(((await RunAsync(gateway.StatusAsync())).Self.NodeId ^ key, gateway));
        return far.MaxBy(f => f.Distance).Gateway;
    }
}
