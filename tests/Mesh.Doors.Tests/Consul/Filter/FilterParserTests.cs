using CsCheck;
using Mesh.Node.Consul.Filter;

namespace Mesh.Doors.Tests.Consul.Filter;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("Service.Port == 80", "Service.Port Equal 80")]
    [InlineData("ServiceMeta.env != \"a b\"", "ServiceMeta.env NotEqual a b")]
    [InlineData("\"k8s\" in Tags", "Tags In k8s")]
    [InlineData("k8s not in Tags", "Tags NotIn k8s")]
    [InlineData("Tags contains `a\"b`", "Tags In a\"b")]
    [InlineData("Tags not contains web", "Tags NotIn web")]
    [InlineData("Meta is empty", "Meta IsEmpty ")]
    [InlineData("Meta is not empty", "Meta IsNotEmpty ")]
    [InlineData("Node matches \"^n-[0-9]+$\"", "Node Matches ^n-[0-9]+$")]
    [InlineData("Node not matches x", "Node NotMatches x")]
    [InlineData("Meta[\"a.b c\"] == x", "Meta.a.b c Equal x")]
    [InlineData("\"/Meta/a~1b\" == x", "Meta.a/b Equal x")]
    [InlineData("a == 1 or b == 2 and c == 3", "(a Equal 1 or (b Equal 2 and c Equal 3))")]
    [InlineData("(a == 1 or b == 2) and c == 3", "((a Equal 1 or b Equal 2) and c Equal 3)")]
    [InlineData("not a == 1 and b == 2", "(not a Equal 1 and b Equal 2)")]
    [InlineData("not (a == 1 and b == 2)", "not (a Equal 1 and b Equal 2)")]
    [InlineData("a==1", "a Equal 1")]
    [InlineData("a == \"x\\\\y\\t\\\"\"", "a Equal x\\y\t\"")]
    public void Expression_is_read_as_it_binds(string text, string meant)
    {
        var (node, error) = FilterParser.Parse(text);
        Assert.Null(error);
        Assert.Equal(meant, Show(node!));
    }

    [Theory]
    [InlineData("", "a field or a value must stand where the end is")]
    [InlineData("a", "a comparison must stand where the end is")]
    [InlineData("a ==", "a value must stand where the end is")]
    [InlineData("a = 1", "'=' at 3 must be followed by '='")]
    [InlineData("a == 1 b == 2", "'b' at 8 is not expected")]
    [InlineData("(a == 1", "')' is missing before the end")]
    [InlineData("a == \"x", "the text that begins at 6 has no end")]
    [InlineData("a == `x", "the text that begins at 6 has no end")]
    [InlineData("a == \"\\x\"", "'\\x' at 7 is not an escape; known are \\\\ \\\" \\n \\r \\t")]
    [InlineData("a ~ 1", "'~' at 3 is not expected; put values with other characters in quotes")]
    [InlineData("a is 1", "'empty' must stand where '1' at 6 is")]
    [InlineData("a not == 1", "a comparison must stand where '==' at 7 is")]
    [InlineData("a.. == 1", "a field must stand where 'a..' at 1 is")]
    [InlineData("Meta[x] == 1", "a key in quotes must stand where 'x' at 6 is")]
    [InlineData("Meta[\"x\" == 1", "']' is missing before '==' at 10")]
    [InlineData("and", "a comparison must stand where the end is")]
    public void Expression_that_is_none_gets_an_error_that_says_where(string text, string expected)
    {
        var (node, error) = FilterParser.Parse(text);
        Assert.Null(node);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Limits_of_length_depth_and_terms_hold_exactly()
    {
        static string? Error(string text) => FilterParser.Parse(text).Error;
        static string Nested(int depth) => new string('(', depth) + "a == 1" + new string(')', depth);
        static string Terms(int count) => string.Join(" or ", Enumerable.Repeat("a==1", count));

        Assert.Null(Error(Nested(FilterLimits.Depth)));
        Assert.Equal("must not nest more than 32 deep", Error(Nested(FilterLimits.Depth + 1)));
        Assert.Equal(
            "must not nest more than 32 deep",
            Error(string.Concat(Enumerable.Repeat("not ", FilterLimits.Depth + 1)) + "a == 1"));
        Assert.Null(Error(Terms(FilterLimits.Terms)));
        Assert.Equal("must have at most 128 comparisons", Error(Terms(FilterLimits.Terms + 1)));
        Assert.Null(Error("a == " + new string('x', FilterLimits.Length - 5)));
        Assert.Equal("must have at most 4096 characters, has 4097", Error("a == " + new string('x', FilterLimits.Length - 4)));
    }

    [Fact]
    public void Any_expression_reads_back_from_its_text() => FilterGen.Node.Sample(node =>
    {
        var text = FilterGen.Write(node);
        var (read, error) = FilterParser.Parse(text);
        Assert.True(error is null, $"{text}: {error}");
        Assert.Equal(node, read);
    });

    [Fact]
    public void Any_text_is_either_an_expression_or_an_error() =>
        Gen.OneOf(
            Gen.String[0, 60],
            Gen.OneOf("a", "==", "!=", "(", ")", "not", "in", "is", "empty", "\"", "`", "contains", "[", "]", "matches", "and", "or", "\\")
                .Array[0, 30].Select(parts => string.Join(' ', parts)))
            .Sample(text =>
            {
                var (node, error) = FilterParser.Parse(text);
                Assert.NotEqual(node is null, error is null);
            });

    private static string Show(FilterNode node) => node switch
    {
        FilterNode.And and => $"({Show(and.Left)} and {Show(and.Right)})",
        FilterNode.Or or => $"({Show(or.Left)} or {Show(or.Right)})",
        FilterNode.Not not => $"not {Show(not.Operand)}",
        FilterNode.Match match => $"{string.Join('.', match.Selector)} {match.Operator} {match.Value}",
        _ => throw new InvalidOperationException(),
    };
}
