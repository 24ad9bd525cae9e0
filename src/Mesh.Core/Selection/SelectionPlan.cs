using System.Collections.Immutable;

namespace Mesh.Selection;

/// <summary>A set made ready for picks: the groups of its shares, and how they divide the picks.</summary>
internal sealed class SelectionPlan
{
    private readonly EndpointGroup[] _groups;
    private readonly int[] _limits;
    private readonly PickPolicies _policies;
    private readonly PickRule _own;
    private readonly PickRule _keyed;

    // Without shares and spill-over, as mostly: the one pool that there is.
    private readonly EndpointPool? _only;
    private readonly EndpointPool? _onlyKeyed;

    public SelectionPlan(
        ImmutableArray<Endpoint> endpoints, ServicePolicy policy, SelectionContext context, SelectionState state)
    {
        Taking = PoolWeights.Taking(endpoints);
        Random = context.Random;
        _policies = context.Policies;
        _own = _policies.OfService(policy.Policy);
        _keyed = _own.IsKeyed ? _own : PickPolicies.ConsistentHash;
        var parts = ShareSplit.Of(Taking, policy.Shares);
        _groups = [.. parts.Select(p => new EndpointGroup(
            p.Name, p.Endpoints, context.Zone, policy.ZonePreference, state))];
        _limits = PoolWeights.RunningSums([.. parts.Select(p => p.Percent)]);
        if (_groups.Length == 1)
            (_only, _onlyKeyed) = (_groups[0].Only, _groups[0].Whole);
    }

    /// <summary>The endpoints that take picks at all.</summary>
    public ImmutableArray<Endpoint> Taking { get; }

    public IPickRandom Random { get; }

    /// <summary>What a request without key goes by: its own policy or the service's, never a keyed one.</summary>
    /// <param name="name">Null: the request names none.</param>
    public IPickPolicy WithoutKey(string? name) => (name is null ? _own : _policies.Named(name)).WithoutKey;

    /// <summary>What a request with a key goes by: its own policy, keyed or not, else the service's when that is keyed.</summary>
    /// <param name="name">Null: the request names none.</param>
    public PickRule WithKey(string? name) => name is null ? _keyed : _policies.Named(name);

    public EndpointPool Choose() => _only ?? _groups[IndexOf(Random.Below(_limits[^1]))].Choose(Random);

    /// <summary>The pool of a key: its share depends on the key alone, so that a caller stays with one version.</summary>
    public EndpointPool ChooseKeyed(ulong hash) => _onlyKeyed ?? _groups[KeyedIndex(hash)].Whole;

    /// <summary>All endpoints in the order in which a key prefers them: its own share first.</summary>
    public IEnumerable<(EndpointPool Pool, int Index)> Preference(IPickPolicy policy, ulong hash)
    {
        var seen = new HashSet<Endpoint>();
        var first = KeyedIndex(hash);
        for (var i = 0; i < _groups.Length; i++)
        {
            var pool = _groups[(first + i) % _groups.Length].Whole;
            foreach (var index in policy.Preference(pool, hash))
            {
                if (seen.Add(pool.Members[index]))
                    yield return (pool, index);
            }
        }
    }

    private int KeyedIndex(ulong hash) => IndexOf((int)((StableHash.Mix(~hash) >> 32) * (ulong)_limits[^1] >> 32));

    private int IndexOf(int point)
    {
        var chosen = 0;
        while (point >= _limits[chosen])
            chosen++;
        return chosen;
    }
}
