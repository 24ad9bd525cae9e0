namespace Mesh.Selection;

/// <summary>
/// The order in which a key prefers the members of a pool: the owner of its slot, then the owners of further slots that
/// its hash leads to, and when those repeat themselves the others by rendezvous. A member that leaves is replaced in the
/// sequences it stood in, the others keep their order.
/// </summary>
internal static class KeyPreference
{
    /// <summary>Slots to look at in a pool of this size; four times its size leaves out one member in fifty.</summary>
    public static int Probes(int members) => (4 * members) + 16;

    /// <summary>The hash of the n-th slot of a key; the 0th is the key's own.</summary>
    public static ulong Probe(ulong hash, int n) =>
        n == 0 ? hash : StableHash.Mix(hash + ((ulong)n * 0x9e3779b97f4a7c15));

    /// <summary>Does rendezvous hashing put <paramref name="a"/> before <paramref name="b"/>?</summary>
    public static bool IsBefore(ulong[] seeds, ulong hash, int a, int b) =>
        StableHash.Mix(hash ^ seeds[a]) > StableHash.Mix(hash ^ seeds[b]);

    /// <summary>The indexes of all members, lazily: the first few cost little.</summary>
    public static IEnumerable<int> Sequence(MaglevTable table, ulong hash, int members)
    {
        var seen = new HashSet<int>();
        for (var probe = 0; probe < Probes(members) && seen.Count < members; probe++)
        {
            var index = table[Probe(hash, probe)];
            if (seen.Add(index))
                yield return index;
        }

        foreach (var index in Rendezvous(table.Seeds, hash, Enumerable.Range(0, members).Where(i => !seen.Contains(i))))
            yield return index;
    }

    /// <summary>The member that a policy picks for a key, then the others by rendezvous.</summary>
    public static IEnumerable<int> Following(IPickPolicy policy, EndpointPool pool, ulong hash)
    {
        var picked = policy.Pick(pool, new PickTurn(PerThreadRandom.Instance, hash, default));
        var first = Array.IndexOf(pool.Members, picked);
        if (first >= 0)
            yield return first;
        foreach (var index in Rendezvous(pool.Seeds, hash, Enumerable.Range(0, pool.Members.Length).Where(i => i != first)))
            yield return index;
    }

    private static int[] Rendezvous(ulong[] seeds, ulong hash, IEnumerable<int> members)
    {
        int[] order = [.. members];
        Array.Sort(order, (a, b) => a == b ? 0 : IsBefore(seeds, hash, a, b) ? -1 : 1);
        return order;
    }
}
