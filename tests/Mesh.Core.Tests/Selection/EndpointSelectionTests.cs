using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Core.Tests.Selection;

public sealed class EndpointSelectionTests
{
    public static TheoryData<string> Names => [.. PolicyNames.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Selected_instances_differ_and_are_as_many_as_there_are(string policy) =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 30], Gen.Bool).Sample(
            (instances, count, keyed) =>
            {
                var set = Offer.Set(
                    [.. Enumerable.Range(0, instances).Select(i => Offer.View($"i{i}", 1 + (i * 50), $"z{i % 3}"))],
                    context: Offer.Context("z1"));

                var chosen = EndpointSelection.Select(Offer.Of(set, []), keyed ? "k" : null, policy, count);

                Assert.Equal(Math.Min(instances, count), chosen.Distinct().Count());
                Assert.Equal(Math.Min(instances, count), chosen.Length);
            },
            iter: 200);

    [Fact]
    public void Selection_by_key_is_the_beginning_of_one_sequence()
    {
        var set = Offer.Set(Offer.Alike(20));
        var all = EndpointSelection.Select(Offer.Of(set, []), "customer-1", null, 20);

        for (var count = 1; count < 20; count++)
            Assert.Equal(all.Take(count), EndpointSelection.Select(Offer.Of(set, []), "customer-1", null, count));
        Assert.Equal(set.Pick(new PickRequest { Key = "customer-1" }), all[0]);
    }

    [Fact]
    public void Filter_bounds_the_selection()
    {
        var set = Offer.Set([Offer.View("a", version: "1"), Offer.View("b", version: "2"), Offer.View("c", version: "2")]);
        var filter = new InstanceFilter { Version = "2" };

        Assert.Equal(["b", "c"], EndpointSelection.Select(Offer.Of(set, []), "k", null, 3, filter).Select(Offer.IdOf).Order());
        Assert.Empty(EndpointSelection.Select(Offer.Of(set, []), "k", null, 3, filter with { Version = "3" }));
    }

    [Fact]
    public void Key_passes_from_its_share_to_the_rest_when_more_are_asked_for()
    {
        ImmutableArray<InstanceView> instances =
            [Offer.View("a", version: "1"), Offer.View("b", version: "1"), Offer.View("c", version: "2")];
        var set = Offer.Set(instances, Offer.Sharing(("version=2", 50)));

        foreach (var key in Enumerable.Range(0, 50).Select(k => $"k{k}"))
        {
            var versions = EndpointSelection.Select(Offer.Of(set, []), key, null, 3).Select(e => e.Instance.Version);
            Assert.Contains(string.Concat(versions), new[] { "112", "211" });
        }
    }

    [Fact]
    public void Unknown_service_has_nothing() => Assert.Empty(EndpointSelection.Select(null, null, null, 1));

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Count_out_of_bounds_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EndpointSelection.Select(null, null, null, count));
}
