using Akka.Actor;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Testing;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Tests.Overlay;

/// <summary>How gateways enter the overlay, and enter it again.</summary>
public sealed class KademliaEntryTests : MemoryOverlay
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overlay-peers-");

    [Fact]
    public async Task Restarted_gateway_enters_through_the_peers_it_knew_when_its_seed_is_gone()
    {
        var file = Path.Combine(_folder.FullName, "peers");
        await StartAsync(4);
        var first = Fleet.Start(Network.Bind, At(100), [Gateways[0].Address], tableFile: file);
        Gateways.Add(first);
        await PassUntilAsync(() => File.Exists(file) && File.ReadAllLines(file).Length == 4);
        foreach (var gone in new[] { first, Gateways[0] })
        {
            await gone.Actor.GracefulStop(Patience.Limit);
            Gateways.Remove(gone);
        }

        var again = Fleet.Start(Network.Bind, At(100), [new KadAddress(Gateways[0].Address.Host, 9)], tableFile: file);
        Gateways.Add(again);
        await PassUntilAsync(() => again.Contacts == 3);
    }

    [Fact]
    public async Task Gateway_that_is_alone_answers_for_itself_and_enters_when_its_seed_comes()
    {
        var alone = Fleet.Start(Network.Bind, At(0), [KadAddress.From(At(1))]);
        Gateways.Add(alone);
        await PassUntilAsync(() => alone.IsOpen);
        Assert.Equal(1, Assert.IsType<Published>(await RunAsync(alone.PublishAsync(Orders))).Holders);

        Gateways.Add(Fleet.Start(Network.Bind, At(1), []));
        await PassUntilAsync(() => Gateways.All(g => g.Contacts == 1));
        await PassAsync(TimeSpan.FromSeconds(2));

        Assert.Single(Assert.IsType<Found>(await RunAsync(Gateways[1].FindAsync(Orders, FindMode.All, Deadline))).Meshes);
    }

    [Fact]
    public async Task Gateway_whose_only_contact_died_enters_again_through_another_seed()
    {
        await StartAsync(1);
        var left = Fleet.Start(Network.Bind, At(100), [Gateways[0].Address, KadAddress.From(At(101))]);
        Gateways.Add(left);
        await PassUntilAsync(() => left.Contacts == 1);
        await Gateways[0].Actor.GracefulStop(Patience.Limit);
        Gateways.RemoveAt(0);
        // A search finds out that nobody answers; the contact stays in the table, for the own link may be down.
        await RunAsync(left.FindAsync(Orders, FindMode.All, Deadline));
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, left.Contacts);

        var late = Fleet.Start(Network.Bind, At(101), []);
        Gateways.Add(late);

        await PassUntilAsync(() => late.Contacts == 1);
        Assert.Equal(late.NodeId, Assert.IsType<PeersFound>(await RunAsync(left.FindPeersAsync(late.NodeId))).Peers[0].Id);
    }

    [Fact]
    public async Task Gateway_without_seeds_enters_through_another_gateway_of_its_mesh()
    {
        await StartAsync(3);

        var sibling = Fleet.Start(Network.Bind, At(100), [], siblings: [KadAddress.From(At(100)), Gateways[1].Address]);
        Gateways.Add(sibling);

        await PassUntilAsync(() => sibling.Contacts == 3);
    }

    [Fact]
    public async Task Seed_that_is_silent_is_not_asked_more_and_more_often()
    {
        var pings = 0;
        var seed = KadAddress.From(At(7));
        Network.Seen = (_, to, _) => pings += to == seed ? 1 : 0;
        Gateways.Add(Fleet.Start(Network.Bind, At(0), [seed]));
        await PassUntilAsync(() => pings > 0);

        await PassAsync(TimeSpan.FromMinutes(10));

        // One a second at first, then one in half a minute; each is sent once more.
        Assert.InRange(pings, 30, 80);
    }

    /// <summary>A gateway may be keeping its table until it ends: the folder goes after it.</summary>
    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Delete(recursive: true);
    }
}
