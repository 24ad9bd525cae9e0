using System.Collections.Concurrent;

namespace Mesh.Selection;

/// <summary>
/// What one service's sets hand on to each other. Bounded: pools and filters beyond the bound work, but begin anew with
/// each set.
/// </summary>
internal sealed class SelectionState(IPickRandom random)
{
    private const int Bound = 64;

    private readonly ConcurrentDictionary<string, PoolState> _pools = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<InstanceFilter, SelectionState> _narrowed = new();

    public PoolState Pool(string name) => Of(_pools, name, () => new PoolState(random.Below(int.MaxValue)));

    public SelectionState Narrowed(InstanceFilter filter) => Of(_narrowed, filter, () => new SelectionState(random));

    private static TValue Of<TKey, TValue>(ConcurrentDictionary<TKey, TValue> known, TKey key, Func<TValue> make)
        where TKey : notnull
    {
        if (known.TryGetValue(key, out var found))
            return found;
        var made = make();
        return known.Count < Bound ? known.GetOrAdd(key, made) : made;
    }
}
