namespace Mesh.Selection;

/// <summary>
/// Of two drawn by weight, the one with fewer calls under way for its weight; the first of equals, so that an idle
/// service is shared by weight. Two choices take nearly all of the imbalance away without looking at every instance.
/// </summary>
internal sealed class PowerOfTwoPolicy : IPickPolicy
{
    /// <summary>Draws for a second one that differs. One that carries nearly all the weight needs no rival.</summary>
    private const int Redraws = 4;

    public string Name => PolicyNames.PowerOfTwo;

    public Endpoint Pick(EndpointPool pool, in PickTurn turn)
    {
        var first = WeightedPolicy.Draw(pool, in turn);
        if (pool.Members.Length == 1)
            return pool.Members[first];
        var second = Second(pool, in turn, first);
        return pool.Members[IsLess(pool, second, first) ? second : first];
    }

    private static int Second(EndpointPool pool, in PickTurn turn, int first)
    {
        if (pool.Weights is null && !turn.SlowStart.IsOn)
        {
            var other = turn.Random.Below(pool.Members.Length - 1);
            return other < first ? other : other + 1;
        }

        var second = WeightedPolicy.Draw(pool, in turn);
        for (var tries = Redraws; tries > 0 && second == first; tries--)
            second = WeightedPolicy.Draw(pool, in turn);
        return second;
    }

    private static bool IsLess(EndpointPool pool, int a, int b) =>
        (long)pool.Outstanding(a) * pool.WeightOf(b) < (long)pool.Outstanding(b) * pool.WeightOf(a);
}
