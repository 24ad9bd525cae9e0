using CsCheck;
using Mesh.Selection;

namespace Mesh.Core.Tests.Selection;

public sealed class MaglevTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(1_000)]
    public void Fullest_of_equal_members_has_at_most_a_twentieth_more_than_the_average(int members)
    {
        var slots = Slots(MaglevTable.Build(Ids(members), null));
        var counts = slots.CountBy(x => x).Select(c => c.Value).ToArray();

        Assert.Equal(members, counts.Length);
        Assert.InRange(counts.Max() / ((double)slots.Length / members), 1, 1.05);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(129)]
    [InlineData(257)]
    [InlineData(600)]
    [InlineData(2_000)]
    public void Removal_of_one_moves_its_own_slots_and_at_most_one_percent_more(int members)
    {
        foreach (var salt in Enumerable.Range(0, members <= 50 ? 10 : 2))
        {
            var ids = Ids(members, salt);
            var gone = ids[salt * 7 % members];
            var before = MaglevTable.Build(ids, null);
            var left = ids.Where(id => id != gone).ToArray();
            var after = MaglevTable.Build(left, null);

            var moved = Enumerable.Range(0, 100_000).Select(k => KeyHash.Of($"key-{k}"))
                .Count(hash => ids[before[hash]] != left[after[hash]]) / 100_000.0;
            // Three deviations of the sample on top.
            Assert.InRange(moved, 0, (1.0 / members) + 0.01 + (3 * Math.Sqrt(0.25 / members / 100_000)));
        }
    }

    [Fact]
    public void Members_come_in_proportion_to_their_weights() =>
        Gen.Int[1, 50].Array[2, 30].Sample(
            weights =>
            {
                var table = MaglevTable.Build(Ids(weights.Length), weights);
                var slots = Slots(table);
                for (var i = 0; i < weights.Length; i++)
                {
                    var fair = slots.Length * (double)weights[i] / weights.Sum();
                    Assert.InRange(slots.Count(s => s == i), fair - 2, fair + 2);
                }
            },
            iter: 10);

    [Fact]
    public void Member_of_a_tiny_weight_still_has_a_slot()
    {
        var slots = Slots(MaglevTable.Build(Ids(3), [65_535, 65_535, 1]));

        Assert.Equal(1, slots.Count(s => s == 2));
    }

    [Fact]
    public void Weights_that_are_equal_deal_as_evenly_as_none() =>
        Gen.Int[1, 40].Sample(
            members =>
            {
                var counts = Slots(MaglevTable.Build(Ids(members), [.. Enumerable.Repeat(3, members)])).CountBy(x => x);
                Assert.InRange(counts.Max(c => c.Value) - counts.Min(c => c.Value), 0, 1);
            },
            iter: 10);

    [Fact]
    public void Order_of_a_member_visits_every_slot_once() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 12]).Sample((seed, bits) =>
        {
            var slots = new int[1 << bits];
            Array.Fill(slots, -1);
            var order = new MaglevPermutation(seed);
            // Were one visited twice, the last free slot would be asked for beyond the period and never found.
            var seen = Enumerable.Range(0, slots.Length).Select(_ => order.NextFree(slots)).ToHashSet();
            Assert.Equal(slots.Length, seen.Count);
        });

    [Fact]
    public void Table_is_the_same_in_every_version()
    {
        // Nodes of two versions serve one mesh: were these to differ, a key would go to two instances.
        var slots = Slots(MaglevTable.Build(["orders-1", "orders-2", "orders-3"], [2, 1, 1]));

        Assert.Equal(65_536, slots.Length);
        Assert.Equal("21000022000101212020100000120220202020022", string.Concat(slots.Take(41)));
        Assert.Equal(7503050188633238279UL, slots.Aggregate(17UL, (hash, slot) => StableHash.Mix(hash ^ (ulong)slot)));
    }

    [Theory]
    [InlineData(1, 65_536)]
    [InlineData(2_048, 65_536)]
    [InlineData(2_049, 1_048_576)]
    [InlineData(32_768, 1_048_576)]
    [InlineData(40_000, 2_097_152)]
    public void Size_is_the_same_for_all_services_of_common_size(int members, int slots) => Assert.Equal(slots, MaglevTable.SizeFor(members));

    [Fact]
    public void Table_is_reused_only_for_the_same_members_and_weights()
    {
        var table = MaglevTable.Build(["a", "b"], [1, 2]);

        Assert.True(table.IsOf(["a", "b"], [1, 2]));
        Assert.False(table.IsOf(["a", "b"], [2, 1]));
        Assert.False(table.IsOf(["a", "b"], null));
        Assert.False(table.IsOf(["a", "c"], [1, 2]));
        Assert.False(table.IsOf(["a"], [1]));
    }

    private static string[] Ids(int count, int salt = 0) => [.. Enumerable.Range(0, count).Select(i => $"orders-{salt}-{i:d5}")];

    private static int[] Slots(MaglevTable table) => [.. Enumerable.Range(0, table.Size).Select(slot => table[(ulong)slot])];
}
