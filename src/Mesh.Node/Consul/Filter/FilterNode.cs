using Mesh.Catalog;

namespace Mesh.Node.Consul.Filter;

/// <summary>A filter expression as written: and, or, not, any, all, and comparisons of a field with a value.</summary>
internal abstract record FilterNode
{
    private FilterNode()
    {
    }

    public sealed record And(FilterNode Left, FilterNode Right) : FilterNode;

    public sealed record Or(FilterNode Left, FilterNode Right) : FilterNode;

    public sealed record Not(FilterNode Operand) : FilterNode;

    /// <param name="Selector">The field, such as Service, Meta, version.</param>
    /// <param name="Value">Empty for the operators without one.</param>
    public sealed record Match(ValueList<string> Selector, FilterOperator Operator, string Value) : FilterNode;

    /// <summary>"any" or "all" of what a field holds.</summary>
    /// <param name="First">The name of an item, or of a key; of the number or the key when there is a second one.</param>
    /// <param name="Second">The name of the value; empty: none.</param>
    public sealed record Each(bool IsAll, ValueList<string> Selector, string First, string Second, FilterNode Body) : FilterNode;
}
