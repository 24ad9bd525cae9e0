using System.Collections.Immutable;

namespace Mesh.Selection;

/// <summary>
/// Endpoints among which a policy chooses, with what the policies need prepared: made when first asked for, then fixed.
/// Never empty; ordered by id, so that equal members are equal pools on every node.
/// </summary>
public sealed class EndpointPool
{
    private readonly PoolState _state;
    private readonly PickCursor _cursor;
    private readonly BoundedLoad _load;
    private int[]? _rotation;
    private int[]? _sums;
    private ulong[]? _seeds;
    private MaglevTable? _table;
    private SettledMembers? _settled;

    internal EndpointPool(ImmutableArray<Endpoint> endpoints, PoolState state)
    {
        _state = state;
        _cursor = state.Cursor;
        Members = [.. endpoints];
        Weights = PoolWeights.Of(endpoints);
        TotalWeight = Weights is null ? Members.Length : Weights.Sum();
        _load = new BoundedLoad(this);
        OldestBorn = endpoints.Min(static e => e.Instance.RegisteredAt.UtcTicks);
    }

    /// <summary>Those to choose from; the indexes of the other members of this class are of this list.</summary>
    public ReadOnlySpan<Endpoint> Endpoints => Members;

    /// <summary>The sum of all weights.</summary>
    public int TotalWeight { get; }

    internal Endpoint[] Members { get; }

    /// <summary>1 or more for each endpoint, without common factor; null: all alike.</summary>
    internal int[]? Weights { get; }

    /// <summary>UTC ticks of the earliest registration.</summary>
    internal long OldestBorn { get; }

    /// <summary>The hash of each member's id.</summary>
    internal ulong[] Seeds => _seeds ??= _table?.Seeds ?? Array.ConvertAll(Members, static e => StableHash.Of(e.Instance.Id.Value));

    internal MaglevTable Table =>
        _table ??= _state.TableFor(Array.ConvertAll(Members, static e => e.Instance.Id.Value), Weights);

    /// <summary>Who holds the keys while new members warm up.</summary>
    internal SettledMembers SettledAt(SlowStart at)
    {
        if (_settled is not { } held || !held.HoldsAt(at))
            _settled = held = SettledMembers.Of(this, at);
        return held;
    }

    /// <summary>1 or more, in proportion to the weights of the instances.</summary>
    public int WeightOf(int index) => Weights is null ? 1 : Weights[index];

    /// <summary>Calls that this process has sent to a member and that are not finished.</summary>
    public int Outstanding(int index) => _load.Outstanding(index);

    /// <summary>May a member have one call more without more than 1.25 times its fair part of those under way?</summary>
    public bool HasRoom(int index) => _load.HasRoom(index);

    /// <summary>An index by chance and weight.</summary>
    public int Draw(IPickRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (Weights is null)
            return random.Below(Members.Length);
        var sums = _sums ??= PoolWeights.RunningSums(Weights);
        var found = sums.AsSpan().BinarySearch(random.Below(TotalWeight) + 1);
        return found < 0 ? ~found : found;
    }

    /// <summary>The next index of the round robin.</summary>
    internal int NextInRotation()
    {
        var ticket = _cursor.Next();
        if (Weights is null)
            return (int)(ticket % (uint)Members.Length);
        var rotation = _rotation ??= Rotation.Build(Weights);
        return rotation[ticket % (uint)rotation.Length];
    }
}
