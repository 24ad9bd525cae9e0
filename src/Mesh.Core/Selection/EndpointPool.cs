using System.Collections.Immutable;

namespace Mesh.Selection;

/// <summary>
/// Endpoints among which a policy chooses, with what the policies need prepared: made when first asked for, then fixed.
/// Never empty; ordered by id, so that equal members are equal pools on every node.
/// </summary>
internal sealed class EndpointPool
{
    private readonly PoolMemory _memory;
    private readonly PickCursor _cursor;
    private int[]? _rotation;
    private int[]? _sums;
    private SlotTable? _table;

    public EndpointPool(ImmutableArray<Endpoint> endpoints, PoolMemory memory)
    {
        _memory = memory;
        _cursor = memory.Cursor;
        Endpoints = [.. endpoints];
        Weights = PoolWeights.Of(endpoints);
        TotalWeight = Weights is null ? Endpoints.Length : Weights.Sum();
        Load = new PoolLoad(this);
        OldestBorn = endpoints.Min(static e => e.Instance.RegisteredAt.UtcTicks);
    }

    public Endpoint[] Endpoints { get; }

    /// <summary>1 or more for each endpoint, without common factor; null: all alike.</summary>
    public int[]? Weights { get; }

    public int TotalWeight { get; }

    public PoolLoad Load { get; }

    /// <summary>UTC ticks of the earliest registration.</summary>
    public long OldestBorn { get; }

    /// <summary>The next index of the round robin.</summary>
    public int NextInRotation()
    {
        var ticket = _cursor.Next();
        if (Weights is null)
            return (int)(ticket % (uint)Endpoints.Length);
        var rotation = _rotation ??= Rotation.Build(Weights);
        return rotation[ticket % (uint)rotation.Length];
    }

    /// <summary>An index by chance and weight.</summary>
    public int Draw(IPickRandom random)
    {
        if (Weights is null)
            return random.Below(Endpoints.Length);
        var sums = _sums ??= PoolWeights.RunningSums(Weights);
        var found = sums.AsSpan().BinarySearch(random.Below(TotalWeight) + 1);
        return found < 0 ? ~found : found;
    }

    public int WeightOf(int index) => Weights is null ? 1 : Weights[index];

    public SlotTable Table => _table ??= _memory.TableFor(Array.ConvertAll(Endpoints, static e => e.Instance.Id.Value), Weights);
}
