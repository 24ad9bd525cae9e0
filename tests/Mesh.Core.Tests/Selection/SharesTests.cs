using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class SharesTests
{
    private static readonly ImmutableArray<InstanceView> Versions =
    [
        .. Enumerable.Range(0, 6).Select(i => Offer.View($"old{i}", version: "1", zone: i < 3 ? "a" : "b")),
        .. Enumerable.Range(0, 4).Select(i => Offer.View($"new{i}", version: "2", tags: "canary")),
    ];

    [Theory]
    [InlineData("version=2", 5)]
    [InlineData("tag=canary", 5)]
    [InlineData("version=2", 0)]
    [InlineData("version=2", 100)]
    [InlineData("version=1", 30)]
    [InlineData("zone=a", 50)]
    public void Share_is_the_part_of_the_picks(string selector, int percent)
    {
        Assert.True(ShareSelector.TryParse(selector, out var parsed));
        var set = Offer.Set(Versions, Offer.Sharing((selector, percent)));

        Assert.InRange(Offer.Part(set, 50_000, parsed.Matches), (percent / 100.0) - 0.005, (percent / 100.0) + 0.005);
    }

    [Fact]
    public void Share_of_keys_is_the_same_on_every_node_and_a_key_stays_with_it()
    {
        var one = Offer.Set(Versions, Offer.Sharing(("version=2", 5)), Offer.Context("a", seed: 1));
        var two = Offer.Set(Versions, Offer.Sharing(("version=2", 5)), Offer.Context("b", seed: 2));
        PickRequest[] requests = [.. Enumerable.Range(0, 50_000).Select(k => new PickRequest { Key = $"k{k}" })];

        Assert.All(requests.Take(2_000), r => Assert.Equal(Offer.IdOf(one.Pick(r)), Offer.IdOf(two.Pick(r))));
        var part = requests.Count(r => one.Pick(r)!.Instance.Version == "2") / 50_000.0;
        Assert.InRange(part, 0.045, 0.055);
    }

    [Fact]
    public void Shares_of_parts_without_instances_fall_to_the_others()
    {
        Assert.Equal(1, Offer.Part(Offer.Set(Versions, Offer.Sharing(("version=3", 50))), 500, i => i.Version != "3"));

        // 10 to 30: with nobody unnamed, a quarter and three quarters.
        var set = Offer.Set(Versions, Offer.Sharing(("version=1", 10), ("version=2", 30)));
        Assert.InRange(Offer.Part(set, 20_000, i => i.Version == "2"), 0.74, 0.76);
    }

    [Fact]
    public void Instances_with_a_share_of_nothing_are_picked_when_they_are_all()
    {
        var set = Offer.Set([.. Versions.Where(v => v.Instance.Version == "2")], Offer.Sharing(("version=2", 0)));

        Assert.NotNull(set.Pick(default));
    }

    [Fact]
    public void Selector_of_a_newer_node_is_passed_over()
    {
        var set = Offer.Set(Versions, Offer.Sharing(("colour=blue", 50), ("version=2", 20)));

        Assert.InRange(Offer.Part(set, 20_000, i => i.Version == "2"), 0.19, 0.21);
    }

    [Fact]
    public void Caller_that_asks_for_a_version_gets_it_whatever_its_share()
    {
        var set = Offer.Set(Versions, Offer.Sharing(("version=2", 0)));
        var filter = new InstanceFilter { Version = "2" };

        Assert.Equal("2", set.Pick(new PickRequest { Filter = filter })!.Instance.Version);
    }
}
