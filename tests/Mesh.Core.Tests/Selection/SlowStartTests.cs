using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class SlowStartTests
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(100);

    private static readonly ImmutableArray<InstanceView> NineOldOneNew =
        [.. Enumerable.Range(0, 9).Select(i => Offer.View($"old{i}")), Offer.View("new", age: TimeSpan.Zero)];

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(50, 0.55)]
    [InlineData(99.999, 0.99999)]
    [InlineData(100, 1)]
    [InlineData(1_000_000, 1)]
    [InlineData(-50, 0.1)]
    [InlineData(-101, 1)]
    public void Share_grows_in_a_straight_line_from_a_tenth(double ageSeconds, double share)
    {
        var slowStart = new SlowStart(Offer.Now.UtcTicks, Span.Ticks);
        var born = Offer.Now.UtcTicks - TimeSpan.FromSeconds(ageSeconds).Ticks;

        Assert.Equal(share, slowStart.Share(born), 5);
    }

    [Theory]
    [InlineData(PolicyNames.Random, 0)]
    [InlineData(PolicyNames.Random, 50)]
    [InlineData(PolicyNames.Random, 100)]
    [InlineData(PolicyNames.Weighted, 0)]
    [InlineData(PolicyNames.Weighted, 50)]
    [InlineData(PolicyNames.RoundRobin, 0)]
    [InlineData(PolicyNames.RoundRobin, 50)]
    [InlineData(PolicyNames.RoundRobin, 100)]
    [InlineData(PolicyNames.PowerOfTwo, 50)]
    [InlineData(PolicyNames.ConsistentHash, 0)]
    [InlineData(PolicyNames.ConsistentHash, 50)]
    [InlineData(PolicyNames.ConsistentHash, 100)]
    public void New_instance_gets_its_share_beside_old_ones(string policy, int age)
    {
        var time = new FakeTimeProvider(Offer.Now);
        var set = Offer.Set(
            NineOldOneNew, ServicePolicy.Default with { Policy = policy }, Offer.Context(slowStart: Span, time: time));
        time.Advance(TimeSpan.FromSeconds(age));
        var keyed = policy == PolicyNames.ConsistentHash;

        var part = Enumerable.Range(0, 40_000)
            .Count(k => Offer.IdOf(set.Pick(new PickRequest { Key = keyed ? $"k{k}" : null })) == "new") / 40_000.0;

        var share = 0.1 + (0.9 * age / 100);
        // By key what the new one leaves stays with the others: its part is that of its slots, not of the sum of shares.
        var expected = keyed ? share / 10 : share / (9 + share);
        Assert.InRange(part, expected - 0.005, expected + 0.005);
    }

    [Fact]
    public void Service_that_is_new_as_a_whole_is_shared_evenly()
    {
        ImmutableArray<InstanceView> instances =
            [.. Enumerable.Range(0, 4).Select(i => Offer.View($"n{i}", age: TimeSpan.FromSeconds(1)))];
        var set = Offer.Set(instances, context: Offer.Context(slowStart: Span));

        Assert.All(Offer.Parts(set, 400), p => Assert.Equal(0.25, p.Value, 6));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(99)]
    public void A_new_instance_moves_no_key_to_another_while_it_warms_up(int age)
    {
        var time = new FakeTimeProvider(Offer.Now);
        var before = Offer.Set([.. NineOldOneNew.Take(9)], context: Offer.Context(slowStart: Span, time: time));
        var after = Offer.Set(NineOldOneNew, context: Offer.Context(slowStart: Span, time: time));
        time.Advance(TimeSpan.FromSeconds(age));
        foreach (var key in Enumerable.Range(0, 5_000).Select(k => new PickRequest { Key = $"k{k}" }))
        {
            var now = Offer.IdOf(after.Pick(key));
            Assert.True(now == "new" || now == Offer.IdOf(before.Pick(key)), key.Key);
        }
    }

    [Fact]
    public void Keys_move_to_a_new_instance_once_and_stay() =>
        Gen.String[Gen.Char.AlphaNumeric, 1, 12].Sample(
            key =>
            {
                var time = new FakeTimeProvider(Offer.Now);
                var set = Offer.Set(NineOldOneNew, context: Offer.Context(slowStart: Span, time: time));
                var seen = new List<string>();
                for (var i = 0; i <= 20; i++)
                {
                    seen.Add(Offer.IdOf(set.Pick(new PickRequest { Key = key })));
                    time.Advance(Span / 20);
                }

                Assert.InRange(seen.Zip(seen.Skip(1)).Count(p => p.First != p.Second), 0, 1);
                if (seen.Contains("new"))
                    Assert.Equal("new", seen[^1]);
            },
            iter: 300);

    [Fact]
    public void Two_callers_send_a_key_the_same_way_at_the_same_time()
    {
        var one = Offer.Set(NineOldOneNew, context: Offer.Context("a", Span, seed: 1));
        var two = Offer.Set([.. NineOldOneNew.Reverse()], context: Offer.Context("b", Span, seed: 2));

        foreach (var request in Enumerable.Range(0, 1_000).Select(k => new PickRequest { Key = $"k{k}" }))
            Assert.Equal(Offer.IdOf(one.Pick(request)), Offer.IdOf(two.Pick(request)));
    }
}
