namespace Mesh.Selection;

/// <summary>The built-in pick policies by the names that options, doors and the command line use.</summary>
public static class PolicyNames
{
    public const string RoundRobin = "round-robin";
    public const string Random = "random";
    public const string Weighted = "weighted";
    public const string PowerOfTwo = "power-of-two";
    public const string ConsistentHash = "consistent-hash";

    public static readonly IReadOnlyList<string> All = [RoundRobin, Random, Weighted, PowerOfTwo, ConsistentHash];
}
