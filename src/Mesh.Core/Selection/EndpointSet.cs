using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>
/// What picks of one service are made from: who is available, decided once, and per policy what it needs, made at the
/// first use. Immutable to its users, thread-safe.
/// </summary>
public sealed class EndpointSet
{
    public static readonly EndpointSet Empty = new(
        [],
        ServicePolicy.Default,
        new SelectionContext("", TimeSpan.Zero, new EndpointLoads(), TimeProvider.System, PerThreadRandom.Instance),
        new SelectionState(PerThreadRandom.Instance));

    private readonly ServicePolicy _policy;
    private readonly SelectionContext _context;
    private readonly SelectionState _state;
    private readonly long _warmUntil;
    private SelectionPlan? _plan;
    private volatile bool _isWarming;

    private EndpointSet(
        ImmutableArray<Endpoint> endpoints, ServicePolicy policy, SelectionContext context, SelectionState state)
    {
        Endpoints = endpoints;
        Candidates = policy.ZonePreference is ZonePreference.Strict && context.Zone.Length > 0
            ? [.. endpoints.Where(e => string.Equals(e.Instance.Zone, context.Zone, StringComparison.Ordinal))]
            : endpoints;
        _policy = policy;
        _context = context;
        _state = state;
        if (context.SlowStart > TimeSpan.Zero)
        {
            var now = context.Time.GetUtcNow().UtcTicks;
            _warmUntil = SlowStart.End(endpoints, now, context.SlowStart.Ticks);
            _isWarming = now < _warmUntil;
        }
    }

    /// <summary>The instances that the service offers to all, by id; those of weight 0 too, which take none beside others.</summary>
    public ImmutableArray<Endpoint> Endpoints { get; }

    /// <summary>
    /// Those of them that this node's picks choose among: all, or those of its zone where the policy is strict about
    /// that. May be empty although <see cref="Endpoints"/> is not.
    /// </summary>
    public ImmutableArray<Endpoint> Candidates { get; }

    private SelectionPlan Plan => Volatile.Read(ref _plan) ?? MakePlan();

    /// <param name="instances">All instances of the service, whatever their status.</param>
    /// <param name="previous">The set that this one replaces: its round robin goes on and its hash table is kept while it fits.</param>
    public static EndpointSet Build(
        ImmutableArray<InstanceView> instances,
        ServicePolicy policy,
        SelectionContext context,
        EndpointSet? previous = null)
    {
        var failsOpen = Availability.FailsOpen(instances, policy.FailOpen);
        ImmutableArray<Endpoint> endpoints =
        [
            .. instances
                .Where(v => Availability.IsSelectable(v, failsOpen))
                .OrderBy(static v => v.Instance.Id)
                .Select(v => new Endpoint(
                    v, context.Loads.For(v.Instance.Key), isUnconfirmed: v.Standing is not Standing.Confirmed)),
        ];
        var state = previous is null || ReferenceEquals(previous, Empty)
            ? new SelectionState(context.Random)
            : previous._state;
        return new EndpointSet(endpoints, policy, context, state);
    }

    /// <summary>
    /// Chooses one instance; null when none is available. Without filter and exclusions it allocates nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The request names a policy that there is not.</exception>
    public Endpoint? Pick(in PickRequest request)
    {
        if (request.Filter is not null || request.Exclude is not null)
            return NarrowedPick.Pick(this, in request);
        var plan = Volatile.Read(ref _plan);
        if (plan is null)
        {
            if (Candidates.IsEmpty)
                return null;
            plan = MakePlan();
        }

        if (request.Key is null)
            return plan.WithoutKey(request.Policy).Pick(plan.Choose(), new PickTurn(plan.Random, 0, SlowStartNow()));
        var rule = plan.WithKey(request.Policy);
        if (!rule.IsKeyed)
            return rule.Policy.Pick(plan.Choose(), new PickTurn(plan.Random, 0, SlowStartNow()));
        var hash = KeyHash.Of(request.Key);
        return rule.Policy.Pick(plan.ChooseKeyed(hash), new PickTurn(plan.Random, hash, SlowStartNow()));
    }

    /// <summary>The name of the policy that a request goes by.</summary>
    /// <exception cref="ArgumentException">The request names a policy that there is not.</exception>
    internal string PolicyOf(in PickRequest request) =>
        (request.Key is null ? Plan.WithoutKey(request.Policy) : Plan.WithKey(request.Policy).Policy).Name;

    /// <summary>The set of those that match; its round robin goes on and its hash tables are kept from pick to pick.</summary>
    internal EndpointSet Narrow(InstanceFilter filter) => new(
        [.. Endpoints.Where(e => filter.Matches(e.View))], _policy, _context, _state.Narrowed(filter));

    /// <summary>The set without some: weights and shares are as if these were gone, but 0 stays 0.</summary>
    internal EndpointSet Without(IReadOnlyCollection<InstanceKey> excluded) => new(
        [.. Plan.Taking.Where(e => !excluded.Contains(e.Instance.Key))], _policy, _context, new SelectionState(_context.Random));

    /// <summary>
    /// The endpoints in the order in which the request's key is sent to them now: as it prefers them, those without room
    /// or too new for this key last. Null: the request does not go by a key.
    /// </summary>
    /// <exception cref="ArgumentException">The request names a policy that there is not.</exception>
    internal IEnumerable<Endpoint>? Preference(in PickRequest request) =>
        request.Key is { } key && Plan.WithKey(request.Policy) is { IsKeyed: true } rule ? Preference(rule.Policy, key) : null;

    private IEnumerable<Endpoint> Preference(IPickPolicy policy, string key)
    {
        var hash = KeyHash.Of(key);
        var slowStart = SlowStartNow();
        var passedOver = new List<Endpoint>();
        foreach (var (pool, index) in Plan.Preference(policy, hash))
        {
            if (new PickTurn(_context.Random, hash, slowStart).AdmitsKey(pool, index))
                yield return pool.Members[index];
            else
                passedOver.Add(pool.Members[index]);
        }

        foreach (var endpoint in passedOver)
            yield return endpoint;
    }

    private SelectionPlan MakePlan()
    {
        var plan = new SelectionPlan(Candidates, _policy, _context, _state);
        return Interlocked.CompareExchange(ref _plan, plan, null) ?? plan;
    }

    private SlowStart SlowStartNow()
    {
        if (!_isWarming)
            return default;
        var now = _context.Time.GetUtcNow().UtcTicks;
        if (now >= _warmUntil)
            _isWarming = false;
        return new SlowStart(now, _context.SlowStart.Ticks);
    }
}
