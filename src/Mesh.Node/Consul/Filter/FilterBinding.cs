using System.Globalization;
using System.Text.RegularExpressions;

namespace Mesh.Node.Consul.Filter;

/// <summary>
/// Makes a test for entries of an expression. A field that there is not, or a comparison that it does not allow, is an
/// error even when there is no entry: a filter that is not understood must never let everything through. Pure.
/// </summary>
internal static class FilterBinding
{
    public static (Func<T, bool>? Test, string? Error) Bind<T>(string text, FilterSchema<T> schema)
    {
        var (node, error) = FilterParser.Parse(text);
        return node is null ? (null, error) : Bind(node, schema);
    }

    private static (Func<T, bool>? Test, string? Error) Bind<T>(FilterNode node, FilterSchema<T> schema)
    {
        switch (node)
        {
            case FilterNode.And and:
                return Join(and.Left, and.Right, schema, static (l, r) => e => l(e) && r(e));
            case FilterNode.Or or:
                return Join(or.Left, or.Right, schema, static (l, r) => e => l(e) || r(e));
            case FilterNode.Not not:
                var (operand, error) = Bind(not.Operand, schema);
                return operand is null ? (null, error) : (e => !operand(e), null);
            default:
                return Bind((FilterNode.Match)node, schema);
        }
    }

    private static (Func<T, bool>? Test, string? Error) Join<T>(
        FilterNode left, FilterNode right, FilterSchema<T> schema, Func<Func<T, bool>, Func<T, bool>, Func<T, bool>> join)
    {
        var (first, error) = Bind(left, schema);
        if (first is null)
            return (null, error);
        var (second, secondError) = Bind(right, schema);
        return second is null ? (null, secondError) : (join(first, second), null);
    }

    private static (Func<T, bool>? Test, string? Error) Bind<T>(FilterNode.Match match, FilterSchema<T> schema)
    {
        var name = string.Join('.', match.Selector);
        if (schema.Find(match.Selector) is not { } field)
            return (null, $"'{name}' is not a field of these entries");
        if (!Allows(field.Kind, match.Operator))
            return (null, $"'{name}' does not allow this comparison");
        var (value, error) = Literal(field.Kind, match, name);
        if (value is null)
            return (null, error);
        var comparison = match.Operator;
        if (comparison is not (FilterOperator.Matches or FilterOperator.NotMatches))
            return (e => field.Read(e).Any(v => v.Matches(comparison, value, null)), null);
        return Pattern(value) is { } pattern
            ? (e => field.Read(e).Any(v => v.Matches(comparison, value, pattern)), null)
            : (null, $"'{value}' is not a regular expression that can be matched in linear time");
    }

    private static bool Allows(FilterKind kind, FilterOperator comparison) => kind switch
    {
        FilterKind.Text => true,
        FilterKind.Number or FilterKind.Flag => comparison is FilterOperator.Equal or FilterOperator.NotEqual,
        _ => comparison is FilterOperator.In or FilterOperator.NotIn or FilterOperator.IsEmpty or FilterOperator.IsNotEmpty,
    };

    /// <summary>The value in the form in which fields of the kind are read.</summary>
    private static (string? Value, string? Error) Literal(FilterKind kind, FilterNode.Match match, string name)
    {
        if (kind is FilterKind.Number)
        {
            return long.TryParse(match.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? (number.ToString(CultureInfo.InvariantCulture), null)
                : (null, $"'{name}' is a number, '{match.Value}' is none");
        }

        if (kind is not FilterKind.Flag)
            return (match.Value, null);
        return match.Value.ToUpperInvariant() switch
        {
            "TRUE" or "T" or "1" => ("true", null),
            "FALSE" or "F" or "0" => ("false", null),
            _ => (null, $"'{name}' is true or false, '{match.Value}' is neither"),
        };
    }

    private static Regex? Pattern(string pattern)
    {
        try
        {
            // Without backtracking: no pattern can take longer than its length times that of the text.
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
