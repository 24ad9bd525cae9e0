using Mesh.Catalog;

namespace Mesh.Node.Consul.Filter;

/// <summary>A field that filters can name.</summary>
/// <param name="Read">
/// Its values in one entry: one, or one for each of a list of records, such as the status of every check. A comparison
/// holds when it holds for any of them.
/// </param>
internal sealed record FilterField<T>(FilterKind Kind, Func<T, IEnumerable<FilterValue>> Read)
{
    /// <summary>For a map: the value of a key.</summary>
    public Func<T, string, string?>? ReadKey { get; init; }

    /// <summary>For a map whose values are records: the fields of the value of a key.</summary>
    public Func<string, string, FilterField<T>?>? FieldOfKey { get; init; }

    /// <summary>What "any" and "all" go through; null: the field holds one value.</summary>
    public Func<T, IEnumerable<FilterElement>>? Elements { get; init; }

    /// <summary>What a name for such an element may be followed by; an empty path is the element itself.</summary>
    public Func<ValueList<string>, FilterField<object>?> ElementField { get; init; } = OfText;

    /// <summary>The field in entries that are known to be of the type.</summary>
    public FilterField<object> Untyped() => new(Kind, e => Read((T)e))
    {
        Elements = Elements is { } elements ? e => elements((T)e) : null,
        ElementField = ElementField,
    };

    private static FilterField<object>? OfText(ValueList<string> path) =>
        path.Count == 0 ? new(FilterKind.Text, static e => [FilterValue.Of((string)e)]) : null;
}
