using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class AvailabilityTests
{
    private static readonly Gen<ImmutableArray<InstanceView>> Instances =
        Gen.Select(Gen.Enum<InstanceStatus>(), Gen.Enum<Standing>(), Gen.Int[0, 2])
            .Array[0, 12]
            .Select(all => all.Select((x, i) => Offer.View($"i{i:d3}", x.Item3, status: x.Item1, standing: x.Item2))
                .ToImmutableArray());

    [Theory]
    [InlineData(2, 1, 0.5, false)]
    [InlineData(3, 2, 0.5, true)]
    [InlineData(1, 1, 0.5, true)]
    [InlineData(10, 5, 0.5, false)]
    [InlineData(10, 6, 0.5, true)]
    [InlineData(10, 1, 0.0, true)]
    [InlineData(10, 0, 0.0, false)]
    [InlineData(10, 10, 1.0, false)]
    [InlineData(10, 10, 0.99, true)]
    public void Service_fails_open_when_more_than_the_bound_is_unconfirmed(int all, int doubted, double bound, bool open)
    {
        ImmutableArray<InstanceView> instances =
        [
            .. Enumerable.Range(0, all)
                .Select(i => Offer.View($"i{i}", standing: i < doubted ? Standing.Suspect : Standing.Confirmed)),
        ];

        Assert.Equal(open, Availability.FailsOpen(instances, bound));
    }

    [Fact]
    public void Critical_and_draining_instances_do_not_count_for_the_bound()
    {
        // Two of three are out, but one of them by its owner's word.
        ImmutableArray<InstanceView> instances =
        [
            Offer.View("a"),
            Offer.View("b", standing: Standing.Suspect),
            Offer.View("c", status: InstanceStatus.Critical, standing: Standing.Suspect),
            Offer.View("d", status: InstanceStatus.Draining, standing: Standing.Unreachable),
        ];

        Assert.Equal(["a"], Offer.Set(instances).Endpoints.Select(Offer.IdOf));
    }

    [Fact]
    public void Fail_open_offers_all_that_owners_offer_and_marks_the_unconfirmed()
    {
        ImmutableArray<InstanceView> instances =
        [
            Offer.View("a"),
            Offer.View("b", standing: Standing.Suspect),
            Offer.View("c", status: InstanceStatus.Warning, standing: Standing.Unreachable),
            Offer.View("d", status: InstanceStatus.Starting, standing: Standing.Suspect),
        ];

        var endpoints = Offer.Set(instances).Endpoints;

        Assert.Equal(["a", "b", "c"], endpoints.Select(Offer.IdOf));
        Assert.Equal([false, true, true], endpoints.Select(e => e.IsUnconfirmed));
    }

    [Fact]
    public void Standby_instances_of_weight_0_do_not_hide_that_the_working_ones_are_in_doubt()
    {
        ImmutableArray<InstanceView> instances =
            [Offer.View("a", standing: Standing.Suspect), Offer.View("b", weight: 0), Offer.View("c", weight: 0)];

        Assert.Equal("a", Offer.IdOf(Offer.Set(instances).Pick(default)));
    }

    [Fact]
    public void Endpoints_are_what_the_rule_says_word_by_word() =>
        Gen.Select(Instances, Gen.Double[0, 1]).Sample((instances, bound) =>
        {
            var set = Offer.Set(instances, ServicePolicy.Default with { FailOpen = bound });

            Assert.Equal(Naive(instances, bound), set.Endpoints.Select(e => e.View));
            Assert.All(set.Endpoints, e => Assert.Equal(e.View.Standing != Standing.Confirmed, e.IsUnconfirmed));
            var picked = set.Pick(default);
            Assert.Equal(set.Endpoints.IsEmpty, picked is null);
            if (set.Endpoints.Any(e => e.Instance.Weight > 0))
                Assert.True(picked!.Instance.Weight > 0);
        });

    private static List<InstanceView> Naive(ImmutableArray<InstanceView> instances, double bound)
    {
        var offered = instances.Where(v => v.Instance.Status is InstanceStatus.Passing or InstanceStatus.Warning).ToList();
        var counted = offered.Any(v => v.Instance.Weight > 0) ? offered.Where(v => v.Instance.Weight > 0).ToList() : offered;
        var doubted = counted.Count(v => v.Standing != Standing.Confirmed);
        return doubted > bound * counted.Count ? offered : [.. offered.Where(v => v.Standing == Standing.Confirmed)];
    }
}
