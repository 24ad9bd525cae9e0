using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.Selection;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class PickSharesTests
{
    [Fact]
    public void Share_is_by_weight() => Assert.Equal(
        [25, 75], Shares(ServicePolicy.Default, Instance("orders", "a"), Instance("orders", "b", weight: 3)));

    [Fact]
    public void Share_of_the_random_policy_is_the_same_whatever_the_weight() => Assert.Equal(
        [50, 50],
        Shares(new ServicePolicy { Policy = PolicyNames.Random }, Instance("orders", "a"), Instance("orders", "b", weight: 3)));

    [Fact]
    public void Share_follows_what_the_policy_gives_to_a_version() => Assert.Equal(
        [45, 45, 10],
        Shares(
            new ServicePolicy { Shares = ValueMap<int>.From([new("version=2", 10)]) },
            Instance("orders", "a", "1"), Instance("orders", "b", "1"), Instance("orders", "c", "2")));

    [Fact]
    public void Instance_that_is_not_offered_gets_nothing() => Assert.Equal(
        [100],
        Shares(ServicePolicy.Default, Instance("orders", "a"), Instance("orders", "b", status: InstanceStatus.Draining)));

    /// <summary>What the page says is what callers do.</summary>
    [Fact]
    public void Share_is_what_picks_come_to()
    {
        var made = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 2]).Array[1, 8];
        made.Sample(
            parts =>
            {
                InstanceView[] views = [.. parts.Select((p, i) => Instance("orders", $"i{i}", $"{p.Item2}", p.Item1))];
                var policy = new ServicePolicy { Policy = PolicyNames.RoundRobin };
                var mesh = MeshOf(new FakeTimeProvider(), views);
                var shares = PickShares.Of([.. views], policy);
                var picks = parts.Sum(p => p.Item1) * 4;
                var counted = Enumerable.Range(0, picks).Select(_ => mesh.Pick("orders")!.Instance.Id).CountBy(id => id);
                return counted.All(c => Math.Abs((100.0 * c.Value / picks) - shares[c.Key]) < 0.001);
            },
            iter: 50);
    }

    private static double[] Shares(ServicePolicy policy, params ImmutableArray<InstanceView> views) =>
        [.. PickShares.Of(views, policy).OrderBy(s => s.Key).Select(s => Math.Round(s.Value, 6))];
}
