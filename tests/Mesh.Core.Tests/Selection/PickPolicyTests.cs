using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class PickPolicyTests
{
    public static TheoryData<string> Names => [.. PolicyNames.All];

    [Fact]
    public void Every_name_has_its_policy()
    {
        foreach (var name in PolicyNames.All)
            Assert.Equal(name, PickPolicies.BuiltIn.Find(name)?.Policy.Name);
        Assert.Null(PickPolicies.BuiltIn.Find("Round-Robin"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_instance_is_picked_by_every_policy(string policy)
    {
        var set = Offer.Set([Offer.View("a")]);

        Assert.Equal("a", Offer.IdOf(set.Pick(new PickRequest { Policy = policy })));
        Assert.Equal("a", Offer.IdOf(set.Pick(new PickRequest { Policy = policy, Key = "k" })));
    }

    [Theory]
    [InlineData(PolicyNames.Weighted, null)]
    [InlineData(PolicyNames.RoundRobin, null)]
    [InlineData(PolicyNames.PowerOfTwo, null)]
    [InlineData(PolicyNames.ConsistentHash, null)]
    public void Picks_follow_the_weights(string policy, string? key)
    {
        ImmutableArray<InstanceView> instances =
            [Offer.View("a", 1), Offer.View("b", 2), Offer.View("c", 5), Offer.View("d", 0)];
        var parts = Offer.Parts(Offer.Set(instances), 40_000, new PickRequest { Policy = policy, Key = key });

        Assert.InRange(parts["a"], 0.115, 0.135);
        Assert.InRange(parts["b"], 0.24, 0.26);
        Assert.InRange(parts["c"], 0.615, 0.635);
        Assert.DoesNotContain("d", parts.Keys);
    }

    [Fact]
    public void Keys_follow_the_weights()
    {
        ImmutableArray<InstanceView> instances = [Offer.View("a", 1), Offer.View("b", 2), Offer.View("c", 5)];
        var set = Offer.Set(instances);

        var part = Enumerable.Range(0, 40_000).Count(k => Offer.IdOf(set.Pick(new PickRequest { Key = $"{k}" })) == "c");

        Assert.InRange(part / 40_000.0, 0.615, 0.635);
    }

    [Fact]
    public void Random_does_not_regard_weights()
    {
        var set = Offer.Set([Offer.View("a", 1), Offer.View("b", 9)]);

        Assert.InRange(Offer.Parts(set, 20_000, new PickRequest { Policy = PolicyNames.Random })["a"], 0.48, 0.52);
    }

    [Fact]
    public void Weighted_draw_is_the_naive_walk_over_the_weights() =>
        Gen.Int[1, 70_000].Array[2, 20].Sample(weights =>
        {
            var endpoints = Offer.Set([.. weights.Select((w, i) => Offer.View($"i{i:d3}", w))]).Endpoints;
            var pool = new EndpointPool(endpoints, new PoolState(0));
            foreach (var point in new[] { 0, pool.TotalWeight / 3, pool.TotalWeight / 2, pool.TotalWeight - 1 })
            {
                var naive = 0;
                for (var left = point; left >= pool.WeightOf(naive); naive++)
                    left -= pool.WeightOf(naive);
                Assert.Equal(naive, pool.Draw(new Fixed(point)));
            }
        });

    [Fact]
    public void Round_robin_gives_each_the_same_number_of_turns() => Gen.Int[1, 30].Sample(count =>
    {
        var set = Offer.Set(Offer.Alike(count));
        var first = Enumerable.Range(0, count).Select(_ => Offer.IdOf(set.Pick(default))).ToList();

        Assert.Equal(count, first.Distinct().Count());
        Assert.Equal(first, Enumerable.Range(0, count).Select(_ => Offer.IdOf(set.Pick(default))));
    });

    [Fact]
    public void Weights_keep_their_proportions_however_large()
    {
        ImmutableArray<InstanceView> instances =
            [.. Enumerable.Range(0, 70_000).Select(i => Offer.View($"i{i}", i == 0 ? 1 : 65_535))];
        var weights = PoolWeights.Of(Offer.Set(instances).Endpoints)!;

        Assert.InRange(weights.Sum(w => (long)w), 1, int.MaxValue);
        Assert.Equal(1, weights[0]);
    }

    private sealed class Fixed(int point) : IPickRandom
    {
        public int Below(int bound) => point;
    }
}
