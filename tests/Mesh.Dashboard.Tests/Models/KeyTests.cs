using Mesh.Dashboard.Models;
using Mesh.Selection;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

/// <summary>Where keys go: the ring and the answer agree with picks.</summary>
public sealed class KeyTests
{
    [Fact]
    public void Key_goes_where_picks_with_it_go_and_the_next_takes_over()
    {
        var mesh = MeshOf(new FakeTimeProvider(), [.. Enumerable.Range(0, 5).Select(i => Instance("orders", $"o{i}"))]);
        for (var i = 0; i < 50; i++)
        {
            var answer = KeyAnswer.Of(mesh.Snapshot.Find("orders"), $"key-{i}")!;
            var first = mesh.Pick("orders", $"key-{i}")!;

            Assert.Equal(first.Instance.Id, answer.Order[0].Instance.Id);
            Assert.Equal(
                mesh.Pick("orders", new PickRequest { Key = $"key-{i}", Exclude = [first.Instance.Key] })!.Instance.Id, answer.Order[1].Instance.Id);
        }
    }

    [Fact]
    public void Key_of_a_service_without_instances_goes_nowhere_and_says_so()
    {
        var answer = KeyAnswer.Of(null, "key")!;

        Assert.Empty(answer.Order);
        Assert.Contains("No instance", answer.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_is_no_question() => Assert.Null(KeyAnswer.Of(null, ""));

    [Fact]
    public void Ring_gives_each_slot_to_somebody_in_proportion_to_the_weight()
    {
        var ring = HashRing.Of(PickShares.Taking([Instance("orders", "a"), Instance("orders", "b", weight: 3)], ServicePolicy.Default))!;

        Assert.Equal(ring.Slots, ring.Holders.Sum(h => h.Slots));
        Assert.InRange(ring.Holders[1].Slots / (double)ring.Slots, 0.74, 0.76);
        Assert.Equal(HashRing.Samples, ring.Drawn.Length);
    }

    [Fact]
    public void Ring_of_nobody_is_none() => Assert.Null(HashRing.Of([]));
}
