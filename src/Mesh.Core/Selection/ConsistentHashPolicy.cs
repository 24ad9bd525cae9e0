namespace Mesh.Selection;

/// <summary>
/// Equal keys go to the same instance on all nodes: the first of the key's preference sequence (see
/// <see cref="KeyPreference"/>) that has room and, while new, takes this key already.
/// </summary>
internal sealed class ConsistentHashPolicy : IPickPolicy
{
    public string Name => PolicyNames.ConsistentHash;

    public bool IsKeyed => true;

    public Endpoint Pick(EndpointPool pool, in PickTurn turn)
    {
        var table = pool.Table;
        var first = table[turn.KeyHash];
        // Beside a new member the slots of the others change hands too; their keys do not while it warms up.
        if (turn.SlowStart.IsOn && pool.SettledAt(turn.SlowStart) is { IsMixed: true } settled
            && !(settled.IsNew(first) && turn.AdmitsKey(pool, first)))
        {
            first = settled.HolderOf(turn.KeyHash);
        }

        return turn.AdmitsKey(pool, first) ? pool.Members[first] : Next(pool, table, in turn, first);
    }

    public IEnumerable<int> Preference(EndpointPool pool, ulong keyHash) =>
        KeyPreference.Sequence(pool.Table, keyHash, pool.Members.Length);

    private static Endpoint Next(EndpointPool pool, MaglevTable table, in PickTurn turn, int first)
    {
        for (var probe = 1; probe < KeyPreference.Probes(pool.Members.Length); probe++)
        {
            var index = table[KeyPreference.Probe(turn.KeyHash, probe)];
            if (turn.AdmitsKey(pool, index))
                return pool.Members[index];
        }

        var best = first;
        var found = false;
        for (var i = 0; i < pool.Members.Length; i++)
        {
            if (!turn.AdmitsKey(pool, i) || (found && !KeyPreference.IsBefore(table.Seeds, turn.KeyHash, i, best)))
                continue;
            best = i;
            found = true;
        }

        return pool.Members[best];
    }
}
