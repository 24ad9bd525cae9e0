using System.Collections.Immutable;
using Mesh.Selection.Policies;

namespace Mesh.Selection;

/// <summary>A set made ready for picks: the groups of its shares, and how they divide the picks.</summary>
internal sealed class SelectionPlan
{
    private readonly EndpointGroup[] _groups;
    private readonly int[] _limits;

    public SelectionPlan(
        ImmutableArray<Endpoint> endpoints, ServicePolicy policy, SelectionContext context, SelectionMemory memory)
    {
        Taking = PoolWeights.Taking(endpoints);
        // A policy of a newer node that this one does not know.
        Policy = PickPolicies.Find(policy.Policy) ?? PickPolicies.RoundRobin;
        var parts = ShareSplit.Of(Taking, policy.Shares);
        _groups = [.. parts.Select(p => new EndpointGroup(
            p.Name, p.Endpoints, context.Zone, policy.ZonePreference, memory))];
        _limits = PoolWeights.RunningSums([.. parts.Select(p => p.Percent)]);
    }

    /// <summary>The endpoints that take picks at all.</summary>
    public ImmutableArray<Endpoint> Taking { get; }

    /// <summary>The service's own policy.</summary>
    public IPickPolicy Policy { get; }

    public EndpointPool Choose(IPickRandom random) =>
        (_groups.Length == 1 ? _groups[0] : _groups[IndexOf(random.Below(_limits[^1]))]).Choose(random);

    /// <summary>The pool of a key: its share depends on the key alone, so that a caller stays with one version.</summary>
    public EndpointPool ChooseKeyed(ulong hash) => _groups[KeyedIndex(hash)].Keyed;

    /// <summary>
    /// All endpoints in the order in which a key prefers them: its own share first, within it its own zone where the
    /// policy is strict about that.
    /// </summary>
    public IEnumerable<(EndpointPool Pool, int Index)> Preference(ulong hash)
    {
        var seen = new HashSet<Endpoint>();
        var first = KeyedIndex(hash);
        for (var i = 0; i < _groups.Length; i++)
        {
            var group = _groups[(first + i) % _groups.Length];
            EndpointPool[] pools = ReferenceEquals(group.Keyed, group.Whole) ? [group.Whole] : [group.Keyed, group.Whole];
            foreach (var pool in pools)
            {
                foreach (var index in KeyPreference.Sequence(pool.Table, hash, pool.Endpoints.Length))
                {
                    if (seen.Add(pool.Endpoints[index]))
                        yield return (pool, index);
                }
            }
        }
    }

    private int KeyedIndex(ulong hash) => _groups.Length == 1
        ? 0
        : IndexOf((int)((StableHash.Mix(~hash) >> 32) * (ulong)_limits[^1] >> 32));

    private int IndexOf(int point)
    {
        var chosen = 0;
        while (point >= _limits[chosen])
            chosen++;
        return chosen;
    }
}
