using System.Text.RegularExpressions;

namespace Mesh.Node.Consul.Filter;

/// <summary>What a field of one entry holds. A missing value of a map has neither text nor items.</summary>
/// <param name="Items">The texts of a list, or the keys of a map.</param>
internal readonly record struct FilterValue(string? Text, IReadOnlyCollection<string>? Items)
{
    public static readonly FilterValue Missing = new(null, null);

    public static FilterValue Of(string? text) => new(text, null);

    public static FilterValue Of(IReadOnlyCollection<string> items) => new(null, items);

    public bool Matches(FilterOperator comparison, string value, Regex? pattern) => comparison switch
    {
        FilterOperator.Equal => Text == value,
        FilterOperator.NotEqual => Text != value,
        FilterOperator.In => Holds(value),
        FilterOperator.NotIn => !Holds(value),
        FilterOperator.IsEmpty => IsEmpty,
        FilterOperator.IsNotEmpty => !IsEmpty,
        FilterOperator.Matches => Text is not null && pattern!.IsMatch(Text),
        _ => Text is null || !pattern!.IsMatch(Text),
    };

    private bool IsEmpty => string.IsNullOrEmpty(Text) && Items is not { Count: > 0 };

    private bool Holds(string value) =>
        Items?.Contains(value) ?? Text?.Contains(value, StringComparison.Ordinal) ?? false;
}
