using System.Collections.Immutable;

namespace Mesh.Selection;

/// <summary>A set made ready for picks: the groups of its shares, and how they divide the picks.</summary>
internal sealed class SelectionPlan
{
    private readonly EndpointGroup[] _groups;
    private readonly int[] _limits;
    private readonly IPickPolicy _unkeyed;

    // Without shares and spill-over, as mostly: the one pool that there is.
    private readonly EndpointPool? _only;
    private readonly EndpointPool? _onlyKeyed;

    public SelectionPlan(
        ImmutableArray<Endpoint> endpoints, ServicePolicy policy, SelectionContext context, SelectionMemory memory)
    {
        Taking = PoolWeights.Taking(endpoints);
        Random = context.Random;
        // A policy of a newer node that this one does not know.
        var own = PickPolicies.Find(policy.Policy) ?? PickPolicies.RoundRobin;
        // Without a key there is nothing to hash: any will do, by weight.
        _unkeyed = ReferenceEquals(own, PickPolicies.ConsistentHash) ? PickPolicies.Weighted : own;
        var parts = ShareSplit.Of(Taking, policy.Shares);
        _groups = [.. parts.Select(p => new EndpointGroup(
            p.Name, p.Endpoints, context.Zone, policy.ZonePreference, memory))];
        _limits = PoolWeights.RunningSums([.. parts.Select(p => p.Percent)]);
        if (_groups.Length == 1)
            (_only, _onlyKeyed) = (_groups[0].Only, _groups[0].Keyed);
    }

    /// <summary>The endpoints that take picks at all.</summary>
    public ImmutableArray<Endpoint> Taking { get; }

    public IPickRandom Random { get; }

    /// <summary>The policy that a request comes to: its own, by key when it has one, or the service's.</summary>
    public IPickPolicy PolicyFor(in PickRequest request)
    {
        if (request.Policy is null)
            return request.Key is null ? _unkeyed : PickPolicies.ConsistentHash;
        var policy = PickPolicies.Find(request.Policy)
            ?? throw new ArgumentException(UnknownPolicy(request.Policy), nameof(request));
        return request.Key is null && ReferenceEquals(policy, PickPolicies.ConsistentHash)
            ? PickPolicies.Weighted
            : policy;
    }

    public EndpointPool Choose() => _only ?? _groups[IndexOf(Random.Below(_limits[^1]))].Choose(Random);

    /// <summary>The pool of a key: its share depends on the key alone, so that a caller stays with one version.</summary>
    public EndpointPool ChooseKeyed(ulong hash) => _onlyKeyed ?? _groups[KeyedIndex(hash)].Keyed;

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

    private static string UnknownPolicy(string name) =>
        $"policy: '{name}' must be one of {string.Join(", ", PolicyNames.All)}";

    private int KeyedIndex(ulong hash) => IndexOf((int)((StableHash.Mix(~hash) >> 32) * (ulong)_limits[^1] >> 32));

    private int IndexOf(int point)
    {
        var chosen = 0;
        while (point >= _limits[chosen])
            chosen++;
        return chosen;
    }
}
