namespace Mesh.Node.Consul.Filter;

/// <summary>The bounds of a filter expression. They keep parsing and evaluation within some microseconds per entry.</summary>
internal static class FilterLimits
{
    /// <summary>Characters.</summary>
    public const int Length = 4_096;

    /// <summary>Parentheses and "not" within one another.</summary>
    public const int Depth = 32;

    /// <summary>"any" and "all" within one another: each goes through all that a field holds.</summary>
    public const int Each = 2;

    /// <summary>Comparisons.</summary>
    public const int Terms = 128;
}
