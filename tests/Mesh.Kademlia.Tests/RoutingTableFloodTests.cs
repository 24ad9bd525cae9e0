using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Tests;

/// <summary>Strangers, liars and a broken link of one's own do not cost a peer its contacts.</summary>
public sealed class RoutingTableFloodTests
{
    private static readonly KadSettings Settings = KadSettings.Default with { PerNetworkInBucket = 0, PerNetworkInTable = 0 };

    [Fact]
    public void Flood_of_a_million_strangers_displaces_nobody_and_is_hardly_pinged()
    {
        var random = new KadRandom(1);
        var table = Table(ref random);
        var before = table.Export(int.MaxValue);
        var probes = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            var stranger = new Contact(NodeId.Random(ref random), KadAddress.V4((uint)i, 1));
            probes += table.Observe(stranger, ContactEvidence.Request, TimeSpan.FromMilliseconds(i)) is ObserveOutcome.WorthProbing ? 1 : 0;
        }

        Assert.Equal(before.OrderBy(c => c.Id), table.Export(int.MaxValue).OrderBy(c => c.Id));
        Assert.All(before, c => Assert.True(table.IsLive(c.Id)));
        Assert.InRange(table.WaitingCount, 0, table.BucketCount * Settings.ReplacementCache);
        Assert.InRange(probes, 0, 100_000);
    }

    [Fact]
    public void Proven_newcomer_that_waits_is_not_driven_out_by_strangers()
    {
        var random = new KadRandom(2);
        var bucket = new Bucket(NodeId.Zero, 0, 20);
        var proven = new Contact(NodeId.Random(ref random), default);
        bucket.Wait(new Newcomer(proven, true), 8);
        for (var i = 0; i < 1_000; i++)
            bucket.Wait(new Newcomer(new Contact(NodeId.Random(ref random), default), false), 8);

        Assert.Equal(8, bucket.Waiting.Count);
        Assert.True(bucket.TryTakeProven(out var taken));
        Assert.Equal(proven, taken);
    }

    [Fact]
    public void Own_link_down_for_five_minutes_keeps_the_table()
    {
        var random = new KadRandom(3);
        var table = Table(ref random);
        var before = table.Export(int.MaxValue);
        for (var second = 1; second <= 300; second++)
        {
            foreach (var contact in before)
            {
                if (random.Below(10) == 0)
                    table.Fail(contact.Id, TimeSpan.FromSeconds(second));
            }
        }

        Assert.True(table.Count >= before.Count * 0.95, $"{table.Count} of {before.Count}");
        // One answer is enough to trust the others again.
        table.Observe(before[0], ContactEvidence.Answer, TimeSpan.FromSeconds(301));
        Assert.True(before.Count(c => table.IsLive(c.Id)) >= before.Count * 0.95);
    }

    [Fact]
    public void Dead_contact_goes_after_five_failures_when_others_answer()
    {
        var random = new KadRandom(4);
        // Fewer than fill a bucket: no newcomer waits.
        var table = new RoutingTable(NodeId.Random(ref random), Settings, TimeSpan.Zero);
        foreach (var id in RoutingTableTests.Ids(10, ref random))
            table.Observe(new Contact(id, default), ContactEvidence.Answer, TimeSpan.Zero);
        var all = table.Export(int.MaxValue);
        for (var i = 1; i <= 5; i++)
        {
            Assert.True(table.Contains(all[0].Id));
            table.Fail(all[0].Id, TimeSpan.FromMinutes(i));
            table.Observe(all[1], ContactEvidence.Answer, TimeSpan.FromMinutes(i));
        }

        Assert.False(table.Contains(all[0].Id));
    }

    [Fact]
    public void Attacker_from_one_network_gets_two_places_per_bucket_and_ten_in_all()
    {
        var random = new KadRandom(5);
        var table = new RoutingTable(NodeId.Random(ref random), KadSettings.Default, TimeSpan.Zero);
        var network = KadAddress.V4(0x0a000000, 1).Network;
        for (var i = 0; i < 50_000; i++)
            table.Observe(new Contact(NodeId.Random(ref random), KadAddress.V4(0x0a000000 + (uint)(i % 256), 1)), ContactEvidence.Answer, TimeSpan.Zero);

        Assert.InRange(table.Count, 1, 10);
        Assert.All(table.Buckets, b => Assert.InRange(b.Entries.ToArray().Count(e => e.Contact.Address.Network == network), 0, 2));
    }

    [Fact]
    public void Request_under_a_known_id_from_elsewhere_changes_nothing()
    {
        var random = new KadRandom(6);
        var table = Table(ref random);
        var known = table.Export(1)[0];

        table.Observe(new Contact(known.Id, KadAddress.V4(1, 9)), ContactEvidence.Request, TimeSpan.FromMinutes(1));

        Assert.Equal(known, table.Find(known.Id));
    }

    private static RoutingTable Table(ref KadRandom random)
    {
        var table = new RoutingTable(NodeId.Random(ref random), Settings, TimeSpan.Zero);
        for (uint i = 0; table.Count < 200; i++)
            table.Observe(new Contact(NodeId.Random(ref random), KadAddress.V4(i << 8, 1)), ContactEvidence.Answer, TimeSpan.Zero);
        return table;
    }
}
