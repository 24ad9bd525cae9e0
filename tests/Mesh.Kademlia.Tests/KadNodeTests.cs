using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Simulator.Cases;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Wire;

namespace Mesh.Kademlia.Tests;

/// <summary>Whole nodes on a virtual clock: joining, storing, finding, leaving.</summary>
public sealed class KadNodeTests
{
    private static readonly NodeId Key = ServiceKey.Of("acme", "orders");
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(28);

    [Fact]
    public void Equal_seeds_and_inputs_give_equal_effects()
    {
        Assert.Equal(Trace(1), Trace(1));
        Assert.NotEqual(Trace(1), Trace(2));
    }

    [Fact]
    public void Sixty_four_peers_join_find_each_other_and_what_is_published()
    {
        var overlay = Overlay(64, out var costs);
        Assert.InRange(costs.At(0.5), 1, 150);
        var (nearest, recall, _) = overlay.Lookups(100);
        Assert.Equal((100, 100), (nearest, Math.Round(recall, 1)));

        var published = overlay.Network.Do<KadResult.Published>(
            overlay.Network.Peers[3], op => new KadInput.Publish(op, Record(overlay.Network, 1, 1), IsPatient: true));
        Assert.Equal(20, published.Holders);
        Assert.Empty(published.Refusals);
        var located = Locate(overlay.Network, overlay.Network.Peers[60], LookupMode.First);
        Assert.Equal(Record(overlay.Network, 1, 1).MeshId, Assert.Single(located.Records).MeshId);
    }

    [Fact]
    public void No_datagram_is_larger_than_allowed()
    {
        var overlay = Overlay(40, out _);
        var largest = 0;
        overlay.Network.OnSend = send => largest = Math.Max(largest, KadCodec.Write(send.Message, send.PadTo).Length);
        for (var mesh = 0; mesh < 60; mesh++)
            overlay.Network.Do<KadResult.Published>(overlay.Network.RandomLive(), op => new KadInput.Publish(op, Record(overlay.Network, mesh, 1, 200)));
        Assert.Equal(60, Locate(overlay.Network, overlay.Network.Peers[7], LookupMode.All).Records.Length);
        Assert.InRange(largest, KadSizes.PaddedRequest, KadSizes.MaxDatagram - KadSizes.SealReserve);
    }

    [Fact]
    public void Withdrawn_record_is_hidden_within_one_lookup()
    {
        var overlay = Overlay(40, out _);
        var network = overlay.Network;
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 1, 1)));
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 1, 2) with { Payload = default }));
        var located = Locate(network, network.Peers[30], LookupMode.All);
        Assert.True(located.IsKnown);
        Assert.Empty(located.Records);
    }

    [Fact]
    public void Thousand_meshes_on_one_name_are_all_found_over_the_shards_of_the_key()
    {
        var overlay = Overlay(50, out _);
        var network = overlay.Network;
        // A thousand publications take a third of an hour.
        var end = network.Time.Wall.ToUnixTimeMilliseconds() + (long)TimeSpan.FromMinutes(30).TotalMilliseconds;
        for (var mesh = 0; mesh < 1_000; mesh++)
        {
            var record = Record(network, mesh, 1) with { NotAfter = end };
            var plain = network.Do<KadResult.Published>(network.RandomLive(), op => new KadInput.Publish(op, record));
            if (plain.Refusals.Contains(StoreVerdict.KeyFull))
            {
                var shard = record with { Key = ServiceKey.OfShard("acme", "orders", ServiceKey.ShardOf(record.MeshId)) };
                Assert.InRange(network.Do<KadResult.Published>(network.RandomLive(), op => new KadInput.Publish(op, shard, IsPatient: true)).Holders, 20, 21);
            }
        }

        var first = Locate(network, network.Peers[5], LookupMode.All);
        Assert.True(first.IsCrowded);
        var found = first.Records.Select(r => r.MeshId).ToHashSet();
        for (var shard = 0; shard < ServiceKey.Shards; shard++)
            found.UnionWith(Locate(network, network.Peers[5], LookupMode.All, ServiceKey.OfShard("acme", "orders", shard)).Records.Select(r => r.MeshId));
        Assert.Equal(1_000, found.Count);
        Assert.All(network.Peers, p => Assert.InRange(p.Node.Store.Count, 0, 256 * (1 + ServiceKey.Shards)));
    }

    [Fact]
    public void Join_ends_whenever_its_dead_seeds_fail()
    {
        // Slow enough that the hard timeout of the seeds comes before, in and after the refreshes.
        var network = new SimNetwork(LearnedOverlay.Settings(20), new RoundTrips(250, 0.4), loss: 0, seed: 3);
        var first = network.Add();
        var dead = Enumerable.Range(0, 3).Select(_ => network.Add()).ToArray().Select(Kill).ToArray();
        var (joined, total) = (0, 80);
        for (var i = 0; i < total; i++)
        {
            network.Command(network.Add(), op => new KadInput.Join(op, [first.Contact.Address, .. dead]), r => joined += r is KadResult.Joined ? 1 : 0);
            network.Run(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(total, joined);

        static KadAddress Kill(SimPeer peer)
        {
            peer.IsAlive = false;
            return peer.Contact.Address;
        }
    }

    [Fact]
    public void Join_goes_on_when_the_seed_that_was_asked_first_is_not_heard()
    {
        var network = new SimNetwork(LearnedOverlay.Settings(20), new RoundTrips(80, 0.2), loss: 0.15, seed: 5);
        var contacts = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            ImmutableArray<KadAddress> seeds = [.. network.Peers.Take(3).Select(p => p.Contact.Address)];
            network.Command(network.Add(), op => new KadInput.Join(op, seeds), r => contacts.Add(r is KadResult.Joined joined ? joined.Contacts : 0));
            network.Run(TimeSpan.FromSeconds(15));
        }

        Assert.Equal(100, contacts.Count);
        Assert.All(contacts.Skip(40), c => Assert.InRange(c, 20, 100));
    }

    [Fact]
    public void Newcomer_receives_the_records_it_should_hold()
    {
        var overlay = Overlay(60, out _);
        var network = overlay.Network;
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 1, 1)));
        var newcomer = network.Add(Key.Flip(255));
        network.Do<KadResult.Joined>(newcomer, op => new KadInput.Join(op, [network.Peers[9].Contact.Address]));
        network.Run(TimeSpan.FromSeconds(2));
        Assert.Single(newcomer.Node.Store.Held(network.Time));
        Assert.True(network.Peers.Sum(p => p.Node.Counters.RecordsHandedOver) <= 3);
    }

    [Fact]
    public void Peers_that_leave_in_order_lose_no_record()
    {
        var overlay = Overlay(50, out _);
        var network = overlay.Network;
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 1, 1)));
        // All first holders go, one after the other.
        foreach (var holder in network.Peers.Where(p => p.Node.Store.Count > 0).ToArray())
        {
            Assert.Equal(1, network.Do<KadResult.Left>(holder, op => new KadInput.Leave(op)).Records);
            holder.IsAlive = false;
        }

        Assert.Single(Locate(network, network.RandomLive(), LookupMode.First).Records);
    }

    [Fact]
    public void Client_finds_but_is_in_no_table_and_holds_nothing()
    {
        var overlay = Overlay(40, out _);
        var network = overlay.Network;
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 1, 1)));
        var client = network.Add(Key.Flip(254), LearnedOverlay.Settings(20) with { ClientMode = true });
        network.Do<KadResult.Joined>(client, op => new KadInput.Join(op, [network.Peers[9].Contact.Address]));
        Assert.Single(Locate(network, client, LookupMode.All).Records);
        network.Run(TimeSpan.FromMinutes(20));
        Assert.All(network.Peers, p => Assert.False(p.Node.Table.Contains(client.Node.Self)));
        Assert.Equal(0, client.Node.Store.Count);
    }

    [Fact]
    public void Publisher_is_told_to_renew_until_it_withdraws()
    {
        var overlay = Overlay(5, out _);
        var (node, now) = (overlay.Network.Peers[0].Node, overlay.Network.Time);
        var record = Record(overlay.Network, 1, 1);
        node.Step(new KadInput.Publish(9, record), now);
        Assert.Equal(new KadEffect.Renew(Key, record.MeshId), Assert.Single(Renewals(node, ref now, TimeSpan.FromMinutes(11.5))));
        node.Step(new KadInput.Withdraw(10, Key, record.MeshId), now);
        Assert.Empty(Renewals(node, ref now, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Forged_record_is_neither_returned_nor_stored()
    {
        var overlay = Overlay(40, out _);
        var network = overlay.Network;
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 1, 1)));
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 2, 1)));
        var good = Record(network, 1, 1).MeshId;
        network.IsGood = r => r.MeshId == good;
        // Who answers with the forged one is not believed in the other either.
        var reader = network.Peers.First(p => p.Node.Store.Count == 0);
        Assert.DoesNotContain(Locate(network, reader, LookupMode.All).Records, r => r.MeshId != good);
        var refused = network.Do<KadResult.Published>(network.Peers[2], op => new KadInput.Publish(op, Record(network, 3, 1)));
        Assert.Contains(StoreVerdict.BadSignature, refused.Refusals);
    }

    [Fact]
    public void Lookup_that_everybody_leaves_unanswered_ends_at_its_deadline_or_before()
    {
        var overlay = Overlay(40, out _);
        var network = overlay.Network;
        foreach (var peer in network.Peers.Skip(1))
            peer.IsAlive = false;
        var start = network.Now;
        var located = Locate(network, network.Peers[0], LookupMode.All);
        Assert.Empty(located.Records);
        Assert.InRange(network.Now - start, TimeSpan.Zero, KadSettings.Default.LookupDeadline);
    }

    [Fact]
    public void Link_that_was_down_for_five_minutes_works_at_once_when_it_is_back()
    {
        var overlay = Overlay(60, out _);
        var network = overlay.Network;
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, Record(network, 1, 1)));
        var peer = network.Peers.First(p => p.Node.Store.Count == 0);
        var before = peer.Node.Table.Count;
        peer.IsCutOff = true;
        for (var i = 0; i < 30; i++)
        {
            network.Run(TimeSpan.FromSeconds(10));
            network.Command(peer, op => new KadInput.FindPeers(op, NodeId.Random(ref network.Random)), static _ => { });
        }

        peer.IsCutOff = false;
        var back = network.Now;
        Assert.True(peer.Node.Table.Count >= 0.95 * before);
        Assert.Single(Locate(network, peer, LookupMode.First).Records);
        Assert.InRange(network.Now - back, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    internal static LearnedOverlay Overlay(int count, out Mesh.Kademlia.Simulator.Reports.Spread costs)
    {
        var overlay = new LearnedOverlay(LearnedOverlay.Settings(20), 7);
        costs = overlay.Grow(count);
        overlay.Network.Run(TimeSpan.FromSeconds(5));
        return overlay;
    }

    internal static KadRecord Record(SimNetwork network, int mesh, ulong sequence, int payload = 60) => new(
        Key,
        NodeId.OfHash([(byte)mesh, (byte)(mesh >> 8)]),
        sequence,
        // Counted from the start of the overlay: equal sequence numbers are equal records whenever they are made.
        network.Time.Wall.ToUnixTimeMilliseconds() - (long)network.Now.TotalMilliseconds + (long)Life.TotalMilliseconds,
        new byte[payload],
        new byte[91],
        new byte[64]);

    private static KadResult.Located Locate(SimNetwork network, SimPeer from, LookupMode mode, NodeId? key = null) =>
        network.Do<KadResult.Located>(from, op => new KadInput.Locate(op, key ?? Key, mode));

    private static List<KadEffect.Renew> Renewals(KadNode node, ref Moment now, TimeSpan span)
    {
        var renewals = new List<KadEffect.Renew>();
        for (var end = now.Plus(span); now.At < end.At; now = now.Plus(TimeSpan.FromSeconds(1)))
            renewals.AddRange(node.Step(new KadInput.Tick(), now).OfType<KadEffect.Renew>());
        return renewals;
    }

    /// <summary>A hash over everything that thirty peers sent in ten minutes of joining, storing and reading.</summary>
    private static string Trace(ulong seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var overlay = new LearnedOverlay(LearnedOverlay.Settings(20), seed);
        overlay.Network.OnSend = send =>
        {
            hash.AppendData(Encoding.UTF8.GetBytes(send.To.ToString()));
            hash.AppendData(KadCodec.Write(send.Message, send.PadTo));
        };
        overlay.Grow(30);
        overlay.Network.Do<KadResult.Published>(overlay.Network.Peers[1], op => new KadInput.Publish(op, Record(overlay.Network, 1, 1)));
        Locate(overlay.Network, overlay.Network.Peers[20], LookupMode.All);
        overlay.Network.Peers[4].IsAlive = false;
        overlay.Network.Run(TimeSpan.FromMinutes(10));
        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
