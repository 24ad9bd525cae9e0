using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class ConsistentHashTests
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 50_000).Select(k => $"customer-{k}")];

    [Fact]
    public void Nodes_with_equal_views_send_a_key_to_the_same_instance() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int).Sample(
            (count, seed) =>
            {
                var instances = Offer.Alike(count);
                var shuffled = instances.ToArray();
                new Random(seed).Shuffle(shuffled);
                var one = Offer.Set(instances, context: Offer.Context("a", seed: 1));
                var two = Offer.Set([.. shuffled], context: Offer.Context("b", seed: 2));
                foreach (var key in Keys.Take(200))
                {
                    var request = new PickRequest { Key = key };
                    Assert.Equal(Offer.IdOf(one.Pick(request)), Offer.IdOf(two.Pick(request)));
                    Assert.Equal(one.Preference(new PickRequest { Key = key })!.Select(Offer.IdOf), two.Preference(new PickRequest { Key = key })!.Select(Offer.IdOf));
                }
            },
            iter: 50);

    [Fact]
    public void Hundred_instances_are_loaded_evenly()
    {
        var counts = Owners(Offer.Set(Offer.Alike(100))).CountBy(o => o).Select(c => c.Value).ToArray();

        // The table's own peak is 1.001; 500 keys for each add the scatter of the keys.
        Assert.Equal(100, counts.Length);
        Assert.InRange(counts.Max() / 500.0, 1, 1 + (4 * Math.Sqrt(1 / 500.0)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void Removal_of_an_instance_moves_its_keys_and_at_most_one_percent_more(int count)
    {
        var all = Offer.Alike(count);
        var before = Owners(Offer.Set(all));
        var after = Owners(Offer.Set(all.RemoveAt(count / 2)));
        var moved = before.Zip(after).Count(p => p.First != p.Second) / (double)Keys.Length;

        Assert.InRange(moved, 0, (1.0 / count) + 0.01 + (3 * Math.Sqrt(0.25 / count / Keys.Length)));
    }

    [Fact]
    public void Instance_that_comes_back_gets_its_keys_back()
    {
        var all = Offer.Alike(10);
        var first = Offer.Set(all);
        var without = EndpointSet.Build(all.RemoveAt(3), ServicePolicy.Default, Offer.Context(), first);
        var again = EndpointSet.Build(all, ServicePolicy.Default, Offer.Context(), without);
        var before = Owners(first);
        Assert.DoesNotContain("i003", Owners(without));

        Assert.Equal(before, Owners(again));
    }

    [Fact]
    public void Preference_has_each_instance_once_and_begins_with_the_pick() =>
        Gen.Select(Gen.Int[1, 40], Gen.String[Gen.Char.AlphaNumeric, 0, 20]).Sample((count, key) =>
        {
            var set = Offer.Set(Offer.Alike(count));
            var order = set.Preference(new PickRequest { Key = key })!.ToList();

            Assert.Equal(count, order.Distinct().Count());
            Assert.Equal(count, order.Count);
            Assert.Equal(set.Pick(new PickRequest { Key = key }), order[0]);
        });

    [Fact]
    public void Excluded_instances_are_replaced_by_the_next_of_the_sequence()
    {
        var set = Offer.Set(Offer.Alike(10));
        foreach (var key in Keys.Take(100))
        {
            var order = set.Preference(new PickRequest { Key = key })!.ToList();
            var request = new PickRequest { Key = key, Exclude = [order[0].Instance.Key, order[1].Instance.Key] };
            Assert.Equal(order[2], set.Pick(request));
        }
    }

    [Fact]
    public void Replicas_of_a_key_mostly_stay_when_another_instance_leaves()
    {
        var all = Offer.Alike(20);
        var before = Offer.Set(all);
        var after = Offer.Set(all.RemoveAt(5));
        var kept = 0;
        foreach (var key in Keys.Take(5_000))
        {
            var old = before.Preference(new PickRequest { Key = key })!.Take(3).Select(Offer.IdOf).Where(id => id != "i005").ToHashSet();
            kept += old.IsSubsetOf(after.Preference(new PickRequest { Key = key })!.Take(3).Select(Offer.IdOf)) ? 1 : 0;
        }

        Assert.InRange(kept / 5_000.0, 0.94, 1);
    }

    [Fact]
    public void Status_changes_that_leave_the_members_alone_keep_the_table()
    {
        var first = Offer.Set(Offer.Alike(10));
        var before = Owners(first);
        var second = EndpointSet.Build(
            [.. Offer.Alike(10).Select((v, i) => i == 0 ? Offer.View("i000", status: InstanceStatus.Warning) : v)],
            ServicePolicy.Default,
            Offer.Context(),
            first);

        Assert.Equal(before, Owners(second));
    }

    private static List<string> Owners(EndpointSet set) =>
        [.. Keys.Select(key => Offer.IdOf(set.Pick(new PickRequest { Key = key })))];
}
