using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Tests;

/// <summary>The rules of the routing table, over very many random operations and in skewed spaces.</summary>
public sealed class RoutingTableTests
{
    private static readonly KadSettings Settings = KadSettings.Default with { PerNetworkInBucket = 0, PerNetworkInTable = 0 };

    [Fact]
    public void Million_random_operations_violate_no_invariant()
    {
        var random = new KadRandom(1);
        var table = new RoutingTable(NodeId.Random(ref random), Settings, TimeSpan.Zero);
        var ranges = Ranges(table);
        var peers = Ids(4_000, ref random).Select((id, i) => new Contact(id, KadAddress.V4((uint)i, 1))).ToArray();
        for (var step = 0; step < 1_000_000; step++)
        {
            var now = TimeSpan.FromMilliseconds(step);
            var peer = peers[random.Below(peers.Length)];
            var wasLive = table.IsLive(peer.Id);
            switch (random.Below(8))
            {
                case 0:
                    table.Fail(peer.Id, now);
                    break;
                case 1:
                    table.TryDueRefresh(now, ref random, out _);
                    break;
                case 2 or 3:
                    table.Observe(peer, ContactEvidence.Request, now);
                    Assert.Equal(wasLive, table.IsLive(peer.Id));
                    break;
                default:
                    var sighting = table.Observe(peer, ContactEvidence.Answer, now);
                    Assert.Equal(sighting is ObserveOutcome.Added or ObserveOutcome.Kept, table.IsLive(peer.Id));
                    Assert.True(!wasLive || table.IsLive(peer.Id));
                    break;
            }

            if (table.BucketCount != ranges.Length || step % 997 == 0)
            {
                AssertSound(table);
                foreach (var (prefix, depth) in ranges.Except(Ranges(table)))
                    Assert.True(MaySplit(table, prefix, depth, peer.Id), $"{prefix} was split at depth {depth}");
                ranges = Ranges(table);
            }
        }

        Assert.True(table.BucketCount > 6, $"{table.BucketCount} buckets");
    }

    [Fact]
    public void Live_contact_is_never_displaced()
    {
        var random = new KadRandom(2);
        var table = new RoutingTable(NodeId.Random(ref random), Settings, TimeSpan.Zero);
        var first = new List<NodeId>();
        foreach (var id in Ids(2_000, ref random))
        {
            if (table.Observe(new Contact(id, default), ContactEvidence.Answer, TimeSpan.Zero) is ObserveOutcome.Added)
                first.Add(id);
        }

        foreach (var id in Ids(20_000, ref random))
            table.Observe(new Contact(id, default), ContactEvidence.Answer, TimeSpan.FromSeconds(1));

        Assert.All(first, id => Assert.True(table.IsLive(id)));
    }

    [Fact]
    public void Bucket_is_ordered_from_least_to_most_recently_seen()
    {
        var random = new KadRandom(3);
        var table = new RoutingTable(NodeId.Random(ref random), Settings, TimeSpan.Zero);
        var ids = Ids(60, ref random);
        for (var i = 0; i < 3_000; i++)
            table.Observe(new Contact(ids[random.Below(ids.Length)], default), ContactEvidence.Answer, TimeSpan.FromSeconds(i));

        Assert.All(table.Buckets, bucket =>
        {
            var heard = bucket.Entries.ToArray().Select(e => e.HeardAt).ToArray();
            Assert.Equal(heard.Order(), heard);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nearest_peers_to_the_own_id_are_all_known(bool isSkewed)
    {
        var random = new KadRandom(4);
        // Skewed: the own id alone in 000…, everyone near in 001….
        var self = NodeId.Zero.WithSuffix(3, NodeId.Random(ref random));
        var ids = Ids(5_000, ref random);
        if (isSkewed)
            ids = [.. ids.Select((id, i) => i < 100 ? NodeId.Zero.Flip(2).WithSuffix(3, id) : NodeId.Zero.Flip(0).WithSuffix(1, id))];
        var table = new RoutingTable(self, Settings, TimeSpan.Zero);
        foreach (var id in ids)
            table.Observe(new Contact(id, default), ContactEvidence.Answer, TimeSpan.Zero);

        var known = new Contact[Settings.K];
        var count = table.Closest(self, known);

        Assert.Equal(ids.OrderBy(id => id ^ self).Take(Settings.K), known[..count].Select(c => c.Id));
    }

    [Fact]
    public void Closest_agrees_with_sorting_everything()
    {
        var random = new KadRandom(5);
        var table = new RoutingTable(NodeId.Random(ref random), Settings, TimeSpan.Zero);
        foreach (var id in Ids(3_000, ref random))
            table.Observe(new Contact(id, default), ContactEvidence.Answer, TimeSpan.Zero);
        var all = table.Export(int.MaxValue);
        var found = new Contact[33];
        for (var i = 0; i < 500; i++)
        {
            var target = NodeId.Random(ref random);
            var count = table.Closest(target, found);
            Assert.Equal(all.OrderBy(c => c.Id ^ target).Take(33), found[..count]);
        }
    }

    [Fact]
    public void Contact_that_fails_is_replaced_by_one_that_waits_and_may_come_back()
    {
        var (table, inside, waiting) = FullBucket();

        table.Fail(inside.Id, TimeSpan.FromSeconds(1));
        Assert.False(table.IsLive(inside.Id));
        table.Observe(inside, ContactEvidence.Answer, TimeSpan.FromSeconds(2));
        Assert.True(table.IsLive(inside.Id));

        table.Fail(inside.Id, TimeSpan.FromSeconds(3));
        table.Fail(inside.Id, TimeSpan.FromSeconds(60));
        Assert.False(table.Contains(inside.Id));
        Assert.True(table.Contains(waiting.Id));
        // Not offered before it has answered again, and to be pinged at once.
        Assert.False(table.IsLive(waiting.Id));
        Assert.True(table.TryDueCheck(TimeSpan.FromSeconds(60), out var due));
        Assert.Equal(waiting, due);
    }

    [Fact]
    public void Pauses_after_failures_are_a_quarter_of_a_minute_and_then_four_times_as_long_each()
    {
        // Alone: no newcomer waits for its place.
        var contact = new Contact(NodeId.Max, default);
        var table = new RoutingTable(NodeId.Zero, Settings, TimeSpan.Zero);
        table.Observe(contact, ContactEvidence.Answer, TimeSpan.Zero);
        var now = TimeSpan.FromSeconds(1);
        foreach (var seconds in (int[])[15, 60, 240, 960])
        {
            table.Fail(contact.Id, now);
            Assert.False(table.TryDueCheck(now + TimeSpan.FromSeconds(seconds - 1), out _));
            now += TimeSpan.FromSeconds(seconds);
            Assert.True(table.TryDueCheck(now, out var due));
            Assert.Equal(contact, due);
        }
    }

    [Fact]
    public void Range_without_a_lookup_is_refreshed_after_the_interval()
    {
        var random = new KadRandom(6);
        var (table, _, _) = FullBucket();
        Assert.False(table.TryDueRefresh(Settings.RefreshInterval / 2, ref random, out _));
        var seen = new HashSet<int>();
        while (table.TryDueRefresh(Settings.RefreshInterval, ref random, out var target))
            seen.Add(table.Buckets.ToList().FindIndex(b => b.Covers(target)));

        Assert.Equal(Enumerable.Range(0, table.BucketCount), seen.Order());
    }

    internal static NodeId[] Ids(int count, ref KadRandom random)
    {
        var ids = new NodeId[count];
        for (var i = 0; i < count; i++)
            ids[i] = NodeId.Random(ref random);
        return ids;
    }

    private static (RoutingTable Table, Contact Inside, Contact Waiting) FullBucket()
    {
        var random = new KadRandom(7);
        var table = new RoutingTable(NodeId.Zero, Settings, TimeSpan.Zero);
        // The near half holds k: the far half is not split.
        foreach (var id in Ids(Settings.K, ref random))
            table.Observe(new Contact(NodeId.Zero.WithSuffix(1, id), default), ContactEvidence.Answer, TimeSpan.Zero);
        var far = Ids(Settings.K + 1, ref random).Select(id => new Contact(NodeId.Zero.Flip(0).WithSuffix(1, id), default)).ToArray();
        foreach (var contact in far)
            table.Observe(contact, ContactEvidence.Answer, TimeSpan.Zero);
        Assert.False(table.Contains(far[^1].Id));
        return (table, far[0], far[^1]);
    }

    private static (NodeId Prefix, int Depth)[] Ranges(RoutingTable table) => [.. table.Buckets.Select(b => (b.Prefix, b.Depth))];

    /// <summary>It covers the own id, or beside it lie fewer than k contacts: counted one by one.</summary>
    private static bool MaySplit(RoutingTable table, NodeId prefix, int depth, NodeId newcomer)
    {
        var shared = prefix.CommonPrefix(table.Self);
        return shared >= depth
            || table.Export(int.MaxValue).Count(c => c.Id != newcomer && c.Id.CommonPrefix(table.Self) > shared) < Settings.K;
    }

    private static void AssertSound(RoutingTable table)
    {
        var next = NodeId.Zero;
        foreach (var bucket in table.Buckets)
        {
            Assert.Equal(next, bucket.Prefix);
            Assert.InRange(bucket.Count, 0, Settings.K);
            Assert.InRange(bucket.Waiting.Count, 0, Settings.ReplacementCache);
            foreach (var entry in bucket.Entries)
                Assert.True(bucket.Covers(entry.Contact.Id));
            next = bucket.Prefix.WithSuffix(bucket.Depth, NodeId.Max).AddCapped(new NodeId(0, 0, 0, 1));
        }

        Assert.Equal(NodeId.Max, next);
        Assert.Equal(table.Count, table.Buckets.Sum(b => b.Count));
    }
}
