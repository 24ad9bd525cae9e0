namespace Mesh.Selection;

/// <summary>By chance, in proportion to the weights.</summary>
internal sealed class WeightedPolicy : IPickPolicy
{
    public string Name => PolicyNames.Weighted;

    public Endpoint Pick(EndpointPool pool, in PickTurn turn) => pool.Members[Draw(pool, in turn)];

    /// <summary>An index by weight and slow start.</summary>
    public static int Draw(EndpointPool pool, in PickTurn turn)
    {
        var index = pool.Draw(turn.Random);
        for (var tries = PickTurn.Tries; tries > 0 && !turn.Admits(pool, index); tries--)
            index = pool.Draw(turn.Random);
        return index;
    }
}
