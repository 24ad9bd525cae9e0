using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Consul.Filter;

namespace Mesh.Doors.Tests.Consul.Filter;

/// <summary>Expressions over a few fields, and their text.</summary>
internal static class FilterGen
{
    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("a", "b", "8080", "passing", "and", "a b", "\"", "\\", "", "é`"), Gen.String[0, 4].Where(s => s.All(IsPlain)));

    private static readonly Gen<FilterNode> Match = Gen.Select(
        Gen.OneOf<string[]>(["Tags"], ["Meta"], ["Meta", "a"], ["Meta", "a b"], ["Name"]),
        Gen.Enum<FilterOperator>(),
        Value,
        (path, comparison, value) => (FilterNode)new FilterNode.Match(
            ValueList.From(path),
            comparison,
            comparison is FilterOperator.IsEmpty or FilterOperator.IsNotEmpty ? "" : value));

    public static Gen<FilterNode> Node { get; } = Nested(4);

    public static string Write(FilterNode node) => node switch
    {
        // As the parser joins to the left, the right side needs its parentheses.
        FilterNode.And and => $"{Operand(and.Left)} and {Operand(and.Right)}",
        FilterNode.Or or => $"{Operand(or.Left)} or {Operand(or.Right)}",
        FilterNode.Not not => $"not {Operand(not.Operand)}",
        FilterNode.Match match => Write(match),
        _ => throw new InvalidOperationException(),
    };

    private static string Operand(FilterNode node) => node is FilterNode.Match ? Write(node) : $"({Write(node)})";

    private static string Write(FilterNode.Match match)
    {
        var selector = match.Selector[0] + string.Concat(match.Selector.Skip(1).Select(k => $"[{Quote(k)}]"));
        return match.Operator switch
        {
            FilterOperator.Equal => $"{selector} == {Quote(match.Value)}",
            FilterOperator.NotEqual => $"{selector}!={Quote(match.Value)}",
            FilterOperator.In => $"{Quote(match.Value)} in {selector}",
            FilterOperator.NotIn => $"{selector} not contains {Quote(match.Value)}",
            FilterOperator.IsEmpty => $"{selector} is empty",
            FilterOperator.IsNotEmpty => $"{selector} is not  empty",
            FilterOperator.Matches => $"{selector} matches {Quote(match.Value)}",
            _ => $"{selector} not matches {Quote(match.Value)}",
        };
    }

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static Gen<FilterNode> Nested(int depth) => depth == 0
        ? Match
        : Gen.Frequency(
            (3, Match),
            (1, Gen.Select(Nested(depth - 1), Nested(depth - 1), (l, r) => (FilterNode)new FilterNode.And(l, r))),
            (1, Gen.Select(Nested(depth - 1), Nested(depth - 1), (l, r) => (FilterNode)new FilterNode.Or(l, r))),
            (1, Nested(depth - 1).Select(o => (FilterNode)new FilterNode.Not(o))));

    private static bool IsPlain(char c) => c is not ('"' or '\\') && !char.IsControl(c) && !char.IsSurrogate(c);
}
