namespace Mesh.Selection;

/// <summary>The policies by name.</summary>
internal static class PickPolicies
{
    public static readonly IPickPolicy RoundRobin = new RoundRobinPolicy();
    public static readonly IPickPolicy Random = new RandomPolicy();
    public static readonly IPickPolicy Weighted = new WeightedPolicy();
    public static readonly IPickPolicy PowerOfTwo = new PowerOfTwoPolicy();
    public static readonly IPickPolicy ConsistentHash = new ConsistentHashPolicy();

    /// <summary>Null for a name that is not known.</summary>
    public static IPickPolicy? Find(string name) => name switch
    {
        PolicyNames.RoundRobin => RoundRobin,
        PolicyNames.Random => Random,
        PolicyNames.Weighted => Weighted,
        PolicyNames.PowerOfTwo => PowerOfTwo,
        PolicyNames.ConsistentHash => ConsistentHash,
        _ => null,
    };
}
