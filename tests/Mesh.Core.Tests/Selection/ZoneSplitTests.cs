using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Core.Tests.Selection;

public sealed class ZoneSplitTests
{
    private static readonly ServicePolicy Strict = ServicePolicy.Default with { ZonePreference = ZonePreference.Strict };

    private static readonly Gen<List<ZoneSplit.Zone>> Zones =
        Gen.Int[1, 100].Array[2, 6].Select(c => c.Select((x, i) => new ZoneSplit.Zone($"z{i}", x)).ToList());

    [Fact]
    public void Parts_add_up_and_no_instance_gets_more_than_1_4_times_the_average() => Zones.Sample(zones =>
    {
        // Callers spread evenly over the zones: what each zone's instances get from all of them together.
        var received = new double[zones.Count];
        foreach (var home in zones)
        {
            var parts = ZoneSplit.Decide(home.Name, ZonePreference.Prefer, zones)!;
            Assert.InRange(parts.Sum(), 1 - 1e-9, 1 + 1e-9);
            for (var i = 0; i < parts.Length; i++)
                received[i] += parts[i] / zones.Count;
        }

        var total = (double)zones.Sum(z => z.Capacity);
        for (var i = 0; i < zones.Count; i++)
            Assert.InRange(received[i] / (zones[i].Capacity / total), 0, ZoneSplit.Overprovisioning + 1e-9);
    });

    [Fact]
    public void Zone_with_its_share_of_the_capacity_keeps_everything() => Zones.Sample(zones =>
    {
        var total = zones.Sum(z => z.Capacity);
        foreach (var (home, index) in zones.Select((z, i) => (z, i)))
        {
            var parts = ZoneSplit.Decide(home.Name, ZonePreference.Prefer, zones)!;
            Assert.Equal(14 * zones.Count * home.Capacity >= 10 * total, parts[index] >= 1);
        }
    });

    [Fact]
    public void Zones_are_not_regarded_when_unknown_unwanted_or_alone()
    {
        List<ZoneSplit.Zone> two = [new("a", 1), new("b", 1)];

        Assert.Null(ZoneSplit.Decide("", ZonePreference.Prefer, two));
        Assert.Null(ZoneSplit.Decide("a", ZonePreference.None, two));
        Assert.Null(ZoneSplit.Decide("c", ZonePreference.Strict, two));
        Assert.Null(ZoneSplit.Decide("a", ZonePreference.Prefer, [new("a", 1)]));
    }

    [Theory]
    [InlineData(PolicyNames.Random)]
    [InlineData(PolicyNames.Weighted)]
    [InlineData(PolicyNames.RoundRobin)]
    [InlineData(PolicyNames.PowerOfTwo)]
    public void Weak_zone_keeps_what_it_can_carry_and_spills_the_rest(string policy)
    {
        // One of ten in zone a, two zones: 1.4 * 2 / 10 stays.
        ImmutableArray<InstanceView> instances =
            [Offer.View("a0", zone: "a"), .. Enumerable.Range(0, 9).Select(i => Offer.View($"b{i}", zone: "b"))];
        var set = Offer.Set(instances, ServicePolicy.Default with { Policy = policy }, Offer.Context("a"));

        Assert.InRange(Offer.Part(set, 20_000, i => i.Zone == "a"), 0.26, 0.30);
    }

    [Fact]
    public void Zone_that_loses_most_of_its_instances_spills_over()
    {
        var set = Offer.Set(Rack(5, 5), context: Offer.Context("a"));
        Assert.Equal(1, Offer.Part(set, 1_000, i => i.Zone == "a"));

        // 2 of 7 left, two zones: 1.4 * 2 * 2/7 = 0.8.
        set = Offer.Set(Rack(2, 5), context: Offer.Context("a"));
        Assert.InRange(Offer.Part(set, 20_000, i => i.Zone == "a"), 0.78, 0.82);

        set = Offer.Set(Rack(0, 5), context: Offer.Context("a"));
        Assert.Equal(0, Offer.Part(set, 1_000, i => i.Zone == "a"));
    }

    [Fact]
    public void Strict_stays_in_the_zone_however_few_it_has()
    {
        Assert.Equal(1, Offer.Part(Offer.Set(Rack(1, 9), Strict, Offer.Context("a")), 1_000, i => i.Zone == "a"));
    }

    [Theory]
    [InlineData(PolicyNames.Random)]
    [InlineData(PolicyNames.Weighted)]
    [InlineData(PolicyNames.RoundRobin)]
    [InlineData(PolicyNames.PowerOfTwo)]
    [InlineData(PolicyNames.ConsistentHash)]
    public void Strict_never_leaves_the_zone_even_where_it_has_nobody(string policy)
    {
        var set = Offer.Set(Rack(0, 9), Strict with { Policy = policy }, Offer.Context("a"));

        Assert.Null(set.Pick(default));
        Assert.Null(set.Pick(new PickRequest { Key = "k" }));
        Assert.Null(set.Pick(new PickRequest { Exclude = [set.Endpoints[0].Instance.Key] }));
        Assert.Null(set.Pick(new PickRequest { Filter = new InstanceFilter { Zone = "b" } }));
        Assert.Empty(EndpointSelection.Select(Offer.Of(set, []), "k", null, 3));
        Assert.Empty(set.Candidates);
        Assert.Equal(9, set.Endpoints.Length);
    }

    [Fact]
    public void Strict_never_leaves_the_zone_for_a_second_try_a_share_or_one_that_is_down()
    {
        var set = Offer.Set(Rack(1, 9), Strict, Offer.Context("a"));
        InstanceKey[] tried = [set.Candidates.Single().Instance.Key];
        Assert.Null(set.Pick(new PickRequest { Exclude = tried }));
        Assert.Null(set.Pick(new PickRequest { Key = "k", Exclude = tried }));
        Assert.Single(EndpointSelection.Select(Offer.Of(set, []), "k", null, 5));
        Assert.Single(EndpointSelection.Select(Offer.Of(set, []), null, null, 5));

        // Version 2 is in zone b alone: its share goes to those in a.
        var shared = Offer.Set(
            [Offer.View("a0", zone: "a", version: "1"), Offer.View("b0", zone: "b", version: "2")],
            Strict with { Shares = Offer.Shares(("version=2", 50)) },
            Offer.Context("a"));
        Assert.Equal(1, Offer.Part(shared, 200, i => i.Zone == "a"));

        var down = Offer.Set(
            [Offer.View("a0", zone: "a", status: InstanceStatus.Critical), .. Rack(0, 3)], Strict, Offer.Context("a"));
        Assert.Null(down.Pick(default));
    }

    [Fact]
    public void Strict_means_nothing_to_a_node_without_a_zone()
    {
        var set = Offer.Set(Rack(2, 2), Strict, Offer.Context());
        Assert.Equal(4, set.Candidates.Length);
        Assert.InRange(Offer.Part(set, 2_000, i => i.Zone == "a"), 0.4, 0.6);
    }

    [Fact]
    public void Keys_go_to_the_same_instance_from_every_zone_unless_the_policy_is_strict()
    {
        var here = Offer.Set(Rack(3, 3), context: Offer.Context("a"));
        var there = Offer.Set(Rack(3, 3), context: Offer.Context("b"));
        var strict = Offer.Set(
            Rack(3, 3), ServicePolicy.Default with { ZonePreference = ZonePreference.Strict }, Offer.Context("a"));

        foreach (var key in Enumerable.Range(0, 200).Select(k => $"key-{k}"))
        {
            var request = new PickRequest { Key = key };
            Assert.Equal(Offer.IdOf(here.Pick(request)), Offer.IdOf(there.Pick(request)));
            Assert.Equal("a", strict.Pick(request)!.Instance.Zone);
        }
    }

    private static ImmutableArray<InstanceView> Rack(int inA, int inB) =>
    [
        .. Enumerable.Range(0, inA).Select(i => Offer.View($"a{i}", zone: "a")),
        .. Enumerable.Range(0, inB).Select(i => Offer.View($"b{i}", zone: "b")),
    ];
}
