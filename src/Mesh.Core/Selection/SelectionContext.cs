namespace Mesh.Selection;

/// <summary>What of the local node goes into a set: where it is, its own loads, its clock and its dice.</summary>
/// <param name="Zone">This node's zone; empty: unknown, then zone preference has no effect.</param>
/// <param name="SlowStart">Time over which a new instance's share grows from a tenth to all; zero: off.</param>
public sealed record SelectionContext(string Zone, TimeSpan SlowStart, EndpointLoads Loads, TimeProvider Time, IPickRandom Random)
{
    /// <summary>What this node can pick by.</summary>
    public PickPolicies Policies { get; init; } = PickPolicies.BuiltIn;
}
