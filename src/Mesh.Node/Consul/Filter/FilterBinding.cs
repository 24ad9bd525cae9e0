using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Catalog;

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
        if (node is null)
            return (null, error);
        var (test, fault) = Bind(node, schema, null);
        return test is null ? (null, fault) : (e => test(e, null), null);
    }

    private static (Func<T, FilterScope?, bool>? Test, string? Error) Bind<T>(FilterNode node, FilterSchema<T> schema, FilterNames? names)
    {
        switch (node)
        {
            case FilterNode.And and:
                return Join(and.Left, and.Right, schema, names, static (l, r) => (e, s) => l(e, s) && r(e, s));
            case FilterNode.Or or:
                return Join(or.Left, or.Right, schema, names, static (l, r) => (e, s) => l(e, s) || r(e, s));
            case FilterNode.Not not:
                var (operand, error) = Bind(not.Operand, schema, names);
                return operand is null ? (null, error) : ((e, s) => !operand(e, s), null);
            case FilterNode.Each each:
                return Bind(each, schema, names);
            default:
                return Bind((FilterNode.Match)node, schema, names);
        }
    }

    private static (Func<T, FilterScope?, bool>? Test, string? Error) Join<T>(
        FilterNode left,
        FilterNode right,
        FilterSchema<T> schema,
        FilterNames? names,
        Func<Func<T, FilterScope?, bool>, Func<T, FilterScope?, bool>, Func<T, FilterScope?, bool>> join)
    {
        var (first, error) = Bind(left, schema, names);
        if (first is null)
            return (null, error);
        var (second, secondError) = Bind(right, schema, names);
        return second is null ? (null, secondError) : (join(first, second), null);
    }

    private static (Func<T, FilterScope?, bool>? Test, string? Error) Bind<T>(FilterNode.Each each, FilterSchema<T> schema, FilterNames? names)
    {
        var name = string.Join('.', each.Selector);
        if (Find(each.Selector, schema, names) is not { } found)
            return (null, $"'{name}' is not a field of these entries");
        var (field, of) = found;
        if (field.Elements is not { } elements)
            return (null, $"'{name}' holds one value: 'any' and 'all' need several");
        var hasBoth = each.Second.Length > 0;
        var text = new FilterField<object>(FilterKind.List, static _ => []).ElementField;
        var first = hasBoth || field.Kind is FilterKind.Map ? text : field.ElementField;
        var inner = new FilterNames(each.First, first, names);
        if (hasBoth)
            inner = new FilterNames(each.Second, field.ElementField, inner);
        var (body, error) = Bind(each.Body, schema, inner);
        if (body is null)
            return (null, error);
        var byKey = hasBoth || field.Kind is FilterKind.Map;
        return ((e, s) =>
        {
            foreach (var element in elements(of(e, s)))
            {
                var scope = new FilterScope(byKey ? element.Key : element.Value, s);
                if (hasBoth)
                    scope = new FilterScope(element.Value, scope);
                if (body(e, scope) != each.IsAll)
                    return !each.IsAll;
            }

            return each.IsAll;
        }, null);
    }

    private static (Func<T, FilterScope?, bool>? Test, string? Error) Bind<T>(FilterNode.Match match, FilterSchema<T> schema, FilterNames? names)
    {
        var name = string.Join('.', match.Selector);
        if (Find(match.Selector, schema, names) is not { } found)
            return (null, $"'{name}' is not a field of these entries");
        var (field, of) = found;
        if (!Allows(field.Kind, match.Operator))
            return (null, $"'{name}' does not allow this comparison");
        var (value, error) = Literal(field.Kind, match, name);
        if (value is null)
            return (null, error);
        var comparison = match.Operator;
        if (comparison is not (FilterOperator.Matches or FilterOperator.NotMatches))
            return ((e, s) => field.Read(of(e, s)).Any(v => v.Matches(comparison, value, null)), null);
        return Pattern(value) is { } pattern
            ? ((e, s) => field.Read(of(e, s)).Any(v => v.Matches(comparison, value, pattern)), null)
            : (null, $"'{value}' is not a regular expression that can be matched in linear time");
    }

    /// <summary>The field of that path, of an element that has a name or else of the entry, and whose field it is.</summary>
    private static (FilterField<object> Field, Func<T, FilterScope?, object> Of)? Find<T>(
        ValueList<string> path, FilterSchema<T> schema, FilterNames? names)
    {
        var depth = 0;
        for (var at = names; at is not null; at = at.Outer, depth++)
        {
            if (at.Name != path[0])
                continue;
            var steps = depth;
            return at.Field(ValueList.From(path.Skip(1))) is { } ofElement ? (ofElement, (_, s) => FilterScope.At(s, steps)) : null;
        }

        return schema.Find(path) is { } field ? (field.Untyped(), static (e, _) => e!) : null;
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
