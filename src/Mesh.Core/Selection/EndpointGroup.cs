using System.Collections.Immutable;

namespace Mesh.Selection;

/// <summary>
/// The endpoints of one share, as one pool and, where zones matter, as one pool for each zone. Picks by key see one pool
/// for all callers: a key must not depend on where the caller is.
/// </summary>
internal sealed class EndpointGroup
{
    private const int Scale = 1 << 20;

    private readonly EndpointPool[] _pools;
    private readonly int[] _limits;

    public EndpointGroup(
        string name, ImmutableArray<Endpoint> endpoints, string home, ZonePreference preference, SelectionState state)
    {
        Whole = new EndpointPool(endpoints, state.Pool(name));
        var zones = endpoints.GroupBy(static e => e.Instance.Zone, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal).ToArray();
        var parts = ZoneSplit.Decide(home, preference, [.. zones.Select(z => new ZoneSplit.Zone(z.Key, Capacity(z)))]);
        (_pools, _limits) = parts is null ? ([Whole], [Scale]) : Split(name, zones, parts, state);
    }

    /// <summary>All endpoints of the group, of which picks by key choose.</summary>
    public EndpointPool Whole { get; }

    /// <summary>The pool of all picks without key; null when they divide over several.</summary>
    public EndpointPool? Only => _pools.Length == 1 ? _pools[0] : null;

    /// <summary>A pool by the zones' parts.</summary>
    public EndpointPool Choose(IPickRandom random)
    {
        var point = random.Below(Scale);
        var chosen = 0;
        while (point >= _limits[chosen])
            chosen++;
        return _pools[chosen];
    }

    private static long Capacity(IEnumerable<Endpoint> zone) => zone.Sum(static e => Math.Max(1L, e.Instance.Weight));

    private static (EndpointPool[] Pools, int[] Limits) Split(
        string name, IGrouping<string, Endpoint>[] zones, double[] parts, SelectionState state)
    {
        var pools = new List<EndpointPool>();
        var limits = new List<int>();
        var sum = 0.0;
        for (var i = 0; i < zones.Length; i++)
        {
            if (parts[i] <= 0)
                continue;
            sum += parts[i];
            pools.Add(new EndpointPool([.. zones[i]], state.Pool($"{name}@{zones[i].Key}")));
            limits.Add((int)Math.Round(sum * Scale));
        }

        // Rounding must not leave a gap at the end.
        limits[^1] = Scale;
        return ([.. pools], [.. limits]);
    }
}
