using Mesh.Selection;

namespace Mesh.Core.Tests.Selection;

public sealed class PerThreadRandomTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Numbers_below_a_bound_come_equally_often(int bound)
    {
        var counts = new int[bound];
        for (var i = 0; i < 1_000 * bound; i++)
            counts[PerThreadRandom.Instance.Below(bound)]++;

        // Six deviations of a count of 1,000.
        Assert.All(counts, c => Assert.InRange(c, bound == 1 ? 1_000 : 810, bound == 1 ? 1_000 : 1_190));
    }

    [Fact]
    public void Large_bounds_are_reached()
    {
        var numbers = Enumerable.Range(0, 1_000).Select(_ => PerThreadRandom.Instance.Below(int.MaxValue)).ToList();

        Assert.All(numbers, n => Assert.InRange(n, 0, int.MaxValue - 1));
        Assert.InRange(numbers.Count(n => n > int.MaxValue / 2), 400, 600);
        Assert.InRange(numbers.Distinct().Count(), 999, 1_000);
    }

    [Fact]
    public void Bounds_below_1_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PerThreadRandom.Instance.Below(0));

    [Fact]
    public void Threads_draw_different_numbers()
    {
        var draws = new int[2][];
        var threads = Enumerable.Range(0, 2).Select(t => new Thread(
            () => draws[t] = [.. Enumerable.Range(0, 20).Select(_ => PerThreadRandom.Instance.Below(1_000))])).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Assert.NotEqual(draws[0], draws[1]);
    }
}
