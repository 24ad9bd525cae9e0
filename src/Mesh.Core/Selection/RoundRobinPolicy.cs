namespace Mesh.Selection;

/// <summary>One after the other; an instance of weight 2 comes twice as often as one of weight 1, evenly spread.</summary>
internal sealed class RoundRobinPolicy : IPickPolicy
{
    public string Name => PolicyNames.RoundRobin;

    public Endpoint Pick(EndpointPool pool, in PickTurn turn)
    {
        var index = pool.NextInRotation();
        for (var tries = PickTurn.Tries; tries > 0 && !turn.Admits(pool, index); tries--)
            index = pool.NextInRotation();
        return pool.Members[index];
    }
}
