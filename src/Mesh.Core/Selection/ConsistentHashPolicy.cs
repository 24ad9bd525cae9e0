namespace Mesh.Selection;

/// <summary>
/// Equal keys go to the same instance on all nodes: the first of the key's preference sequence (see
/// <see cref="KeyPreference"/>) that has room and, while new, takes this key already.
/// </summary>
internal sealed class ConsistentHashPolicy : IPickPolicy
{
    public string Name => PolicyNames.ConsistentHash;

    public Endpoint Pick(EndpointPool pool, in PickTurn turn)
    {
        var table = pool.Table;
        var first = table[turn.Hash];
        return Takes(pool, table, in turn, first) ? pool.Endpoints[first] : Next(pool, table, in turn, first);
    }

    public static bool Takes(EndpointPool pool, SlotTable table, in PickTurn turn, int index) =>
        pool.Load.HasRoom(index) && turn.AdmitsKey(pool, index, table.Seeds[index]);

    private static Endpoint Next(EndpointPool pool, SlotTable table, in PickTurn turn, int first)
    {
        for (var probe = 1; probe < KeyPreference.Probes(pool.Endpoints.Length); probe++)
        {
            var index = table[KeyPreference.Probe(turn.Hash, probe)];
            if (Takes(pool, table, in turn, index))
                return pool.Endpoints[index];
        }

        var best = first;
        var found = false;
        for (var i = 0; i < pool.Endpoints.Length; i++)
        {
            if (!Takes(pool, table, in turn, i) || (found && !KeyPreference.IsBefore(table, turn.Hash, i, best)))
                continue;
            best = i;
            found = true;
        }

        return pool.Endpoints[best];
    }
}
