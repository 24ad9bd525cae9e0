using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class EndpointSetTests
{
    private static readonly Gen<ImmutableArray<InstanceView>> Instances =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Enum<Standing>()).Array[0, 10].Select(all =>
            all.Select((x, i) => Offer.View($"i{i}", x.Item1, $"z{x.Item2}", $"{x.Item3}", standing: x.Item4))
                .ToImmutableArray());

    [Fact]
    public void Nothing_available_picks_nothing()
    {
        Assert.Null(EndpointSet.Empty.Pick(default));
        Assert.Null(EndpointSet.Empty.Pick(new PickRequest { Key = "k", Filter = InstanceFilter.Any, Exclude = [] }));
        Assert.Null(Offer.Set([Offer.View("a", status: InstanceStatus.Critical)]).Pick(default));
    }

    [Fact]
    public void Weight_0_takes_nothing_unless_all_have_it()
    {
        Assert.Equal(1, Offer.Parts(Offer.Set([Offer.View("a", 0), Offer.View("b")]), 100)["b"], 6);
        Assert.Equal(2, Offer.Parts(Offer.Set([Offer.View("a", 0), Offer.View("b", 0)]), 100).Count);
    }

    [Fact]
    public void Filter_finds_standby_instances_but_exclusions_do_not()
    {
        var set = Offer.Set([Offer.View("a", 0, version: "2"), Offer.View("b", version: "1")]);

        Assert.Equal("a", Offer.IdOf(set.Pick(new PickRequest { Filter = new InstanceFilter { Version = "2" } })));
        Assert.Null(set.Pick(new PickRequest { Exclude = [set.Endpoints[1].Instance.Key] }));
    }

    [Fact]
    public void Unknown_policy_of_a_request_is_refused_and_names_the_known()
    {
        var set = Offer.Set(Offer.Alike(2));

        var error = Assert.Throws<ArgumentException>(() => set.Pick(new PickRequest { Policy = "best" }));
        Assert.Contains("'best' must be one of round-robin, random", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_policy_of_a_service_falls_back_to_round_robin()
    {
        var set = Offer.Set(Offer.Alike(5), ServicePolicy.Default with { Policy = "of-a-newer-version" });

        Assert.Equal(5, Enumerable.Range(0, 5).Select(_ => set.Pick(default)).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PolicyNames.Random)]
    [InlineData(PolicyNames.Weighted)]
    [InlineData(PolicyNames.PowerOfTwo)]
    [InlineData(PolicyNames.ConsistentHash)]
    public void Picks_are_available_match_the_filter_and_are_not_excluded(string? policy) =>
        Gen.Select(Instances, Gen.Int[0, 2].Nullable(), Gen.Int[0, 2].Nullable(), Gen.Int[0, 1023], Gen.Bool).Sample(
            (instances, zone, version, mask, keyed) =>
            {
                var set = Offer.Set(instances, Offer.Sharing(("version=1", 30)), Offer.Context("z0"));
                var filter = new InstanceFilter { Zone = zone is { } z ? $"z{z}" : null, Version = version?.ToString() };
                InstanceKey[] exclude = [.. instances.Where((_, i) => (mask & (1 << i)) != 0).Select(v => v.Instance.Key)];
                var matching = set.Endpoints.Where(e => filter.Matches(e.View)).ToList();
                if (matching.Any(e => e.Instance.Weight > 0))
                    matching.RemoveAll(e => e.Instance.Weight == 0);
                matching.RemoveAll(e => exclude.Contains(e.Instance.Key));

                var picked = set.Pick(
                    new PickRequest { Policy = policy, Key = keyed ? "k" : null, Filter = filter, Exclude = exclude });

                Assert.Equal(matching.Count == 0, picked is null);
                if (picked is not null)
                    Assert.Contains(picked, matching);
            },
            iter: 500);

    [Fact]
    public void Callers_with_a_filter_go_round_too()
    {
        var set = Offer.Set([.. Offer.Alike(6), .. Enumerable.Range(0, 3).Select(i => Offer.View($"n{i}", version: "2"))]);
        var request = new PickRequest { Filter = new InstanceFilter { Version = "2" } };

        foreach (var _ in Enumerable.Range(0, 5))
        {
            // Calls without filter in between do not disturb the round.
            Assert.Equal(3, Enumerable.Range(0, 3).Select(_ => (set.Pick(default), set.Pick(request)).Item2!.Instance.Id)
                .Distinct().Count());
        }
    }

    [Fact]
    public void Round_robin_goes_on_where_the_set_before_was()
    {
        var set = Offer.Set(Offer.Alike(10));
        var seen = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            seen.Add(Offer.IdOf(set.Pick(default)));
            set = EndpointSet.Build(Offer.Alike(10), ServicePolicy.Default, Offer.Context(), set);
        }

        Assert.Equal(10, seen.Count);
    }

    [Fact]
    public void Callers_begin_their_rounds_at_different_places()
    {
        var first = Enumerable.Range(0, 50)
            .Select(seed => Offer.IdOf(Offer.Set(Offer.Alike(10), context: Offer.Context(seed: seed)).Pick(default)));

        Assert.InRange(first.Distinct().Count(), 8, 10);
    }

    [Fact]
    public void Load_cells_outlive_the_set()
    {
        var context = Offer.Context();
        var first = Offer.Set(Offer.Alike(2), context: context);
        first.Endpoints[0].Load.Begin();

        Assert.Equal(1, Offer.Set(Offer.Alike(2), context: context).Endpoints[0].Load.Outstanding);
    }
}
