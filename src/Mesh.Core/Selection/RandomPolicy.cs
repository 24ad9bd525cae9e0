namespace Mesh.Selection;

/// <summary>Any of them, without regard to weights (but those of weight 0 are not among them).</summary>
internal sealed class RandomPolicy : IPickPolicy
{
    public string Name => PolicyNames.Random;

    public Endpoint Pick(EndpointPool pool, in PickTurn turn)
    {
        var index = turn.Random.Below(pool.Members.Length);
        for (var tries = PickTurn.Tries; tries > 0 && !turn.Admits(pool, index); tries--)
            index = turn.Random.Below(pool.Members.Length);
        return pool.Members[index];
    }
}
