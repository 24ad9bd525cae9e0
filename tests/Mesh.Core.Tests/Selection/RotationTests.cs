using CsCheck;
using Mesh.Selection;

namespace Mesh.Core.Tests.Selection;

public sealed class RotationTests
{
    private static readonly Gen<int[]> Weights = Gen.Int[1, 20].Array[1, 12];

    [Fact]
    public void Period_has_each_as_often_as_the_naive_smooth_one() => Weights.Sample(weights =>
    {
        var naive = Smooth(weights);
        Assert.Equal(naive.Order(), Rotation.Build(weights).Order());
    });

    [Fact]
    public void Turns_of_one_member_are_as_far_apart_as_its_weight_says() => Weights.Sample(weights =>
    {
        var rotation = Rotation.Build(weights);
        for (var i = 0; i < weights.Length; i++)
        {
            var turns = Enumerable.Range(0, 2 * rotation.Length).Where(t => rotation[t % rotation.Length] == i).ToArray();
            var widest = turns.Zip(turns.Skip(1), (a, b) => b - a).DefaultIfEmpty(rotation.Length).Max();
            // Members of one weight have their turns together, so a gap is at most one turn of each wider than fair.
            Assert.InRange(widest, 1, ((double)rotation.Length / weights[i]) + weights.Length);
        }
    });

    [Fact]
    public void Large_weights_are_rounded_to_a_bounded_period()
    {
        var rotation = Rotation.Build([65_535, 1, 32_767]);

        Assert.InRange(rotation.Length, Rotation.MaxLength - 3, Rotation.MaxLength + 3);
        Assert.Equal(1, rotation.Count(i => i == 1));
        Assert.InRange(rotation.Count(i => i == 0) / (double)rotation.Count(i => i == 2), 1.99, 2.01);
    }

    /// <summary>The usual algorithm: all gain their weight, the richest is taken and pays the sum.</summary>
    private static List<int> Smooth(int[] weights)
    {
        var credit = new int[weights.Length];
        var order = new List<int>();
        for (var turn = weights.Sum(); turn > 0; turn--)
        {
            for (var i = 0; i < credit.Length; i++)
                credit[i] += weights[i];
            var richest = Array.IndexOf(credit, credit.Max());
            credit[richest] -= weights.Sum();
            order.Add(richest);
        }

        return order;
    }
}
