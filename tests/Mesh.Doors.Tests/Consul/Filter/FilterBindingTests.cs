using System.Text.RegularExpressions;
using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Consul.Filter;

namespace Mesh.Doors.Tests.Consul.Filter;

public sealed class FilterBindingTests
{
    private static readonly Thing Web = new("web", ["a", "b"], [new("a", "1"), new("empty", "")], 8080, true, ["passing", "critical"]);

    private static readonly FilterSchema<Thing> Schema = new FilterSchema<Thing>()
        .Text("Name", t => t.Name)
        .List("Tags", t => t.Tags)
        .Map("Meta", t => ValueMap<string>.From(t.Meta))
        .Number("Port", t => t.Port)
        .Flag("Flag", t => t.Flag)
        .Texts("Checks.Status", t => t.Checks);

    [Theory]
    [InlineData("Name == web", true)]
    [InlineData("Name == Web", false)]
    [InlineData("Name != web", false)]
    [InlineData("eb in Name", true)]
    [InlineData("Name matches \"^w.b$\"", true)]
    [InlineData("Name matches e", true)]
    [InlineData("Name not matches e", false)]
    [InlineData("Name is empty", false)]
    [InlineData("Port == 8080", true)]
    [InlineData("Port == 08080", true)]
    [InlineData("Port != 80", true)]
    [InlineData("Flag == true", true)]
    [InlineData("Flag == F", false)]
    [InlineData("a in Tags", true)]
    [InlineData("Tags contains c", false)]
    [InlineData("Tags not contains c", true)]
    [InlineData("Tags is not empty", true)]
    [InlineData("Meta.a == 1", true)]
    [InlineData("Meta.none == \"\"", false)]
    [InlineData("Meta.none != 1", true)]
    [InlineData("Meta.none is empty", true)]
    [InlineData("Meta.empty is empty", true)]
    [InlineData("Meta.none matches \".*\"", false)]
    [InlineData("Meta.none not matches \".*\"", true)]
    [InlineData("a in Meta", true)]
    [InlineData("none not in Meta", true)]
    [InlineData("Checks.Status == critical", true)]
    [InlineData("Checks.Status == warning", false)]
    [InlineData("Checks.Status != critical", true)]
    [InlineData("not Checks.Status == critical", false)]
    [InlineData("Name == x or Port == 8080 and a in Tags", true)]
    public void Recorded_expression_has_the_recorded_value(string text, bool expected)
    {
        var (test, error) = FilterBinding.Bind(text, Schema);
        Assert.True(error is null, error);
        Assert.Equal(expected, test!(Web));
    }

    [Theory]
    [InlineData("Nmae == web", "'Nmae' is not a field of these entries")]
    [InlineData("Name.x == web", "'Name.x' is not a field of these entries")]
    [InlineData("Name == a and Nmae == b", "'Nmae' is not a field of these entries")]
    [InlineData("Tags == a", "'Tags' does not allow this comparison")]
    [InlineData("Port in a", "'a' is not a field of these entries")]
    [InlineData("Port contains 8", "'Port' does not allow this comparison")]
    [InlineData("Port == web", "'Port' is a number, 'web' is none")]
    [InlineData("Flag == maybe", "'Flag' is true or false, 'maybe' is neither")]
    [InlineData("Name matches \"(\"", "'(' is not a regular expression that can be matched in linear time")]
    [InlineData("Name matches \"(a)\\\\1\"", "'(a)\\1' is not a regular expression that can be matched in linear time")]
    public void Expression_that_does_not_fit_is_an_error_even_without_entries(string text, string expected)
    {
        var (test, error) = FilterBinding.Bind(text, Schema);
        Assert.Null(test);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Any_expression_has_the_value_that_a_naive_reading_gives() =>
        Gen.Select(FilterGen.Node, Things).Sample((node, thing) =>
        {
            var text = FilterGen.Write(node);
            var (test, error) = FilterBinding.Bind(text, Schema);
            if (error is not null)
            {
                Assert.True(HasFault(node), $"{text}: {error}");
                return;
            }

            Assert.False(HasFault(node), text);
            Assert.True(Naive(node, thing) == test!(thing), $"{text} on {thing}");
        });

    [Theory]
    [InlineData("any Tags as t { t == a }", true)]
    [InlineData("any Tags as t { t == c }", false)]
    [InlineData("all Tags as t { t matches \"^[ab]$\" }", true)]
    [InlineData("all Tags as t { t == a }", false)]
    [InlineData("any Tags as i, t { i == 1 and t == b }", true)]
    [InlineData("any Meta as k { k == a }", true)]
    [InlineData("any Meta as k, v { k == a and v == 1 }", true)]
    [InlineData("any Meta as k, v { k == empty and v == 1 }", false)]
    [InlineData("any Parts as p { p.Name == x and p.Size == 2 }", false)]
    [InlineData("Parts.Name == x and Parts.Size == 2", true)]
    [InlineData("any Parts as p { p.Name == y and p.Size == 2 and Name == web }", true)]
    [InlineData("any Parts as p { any Tags as t { t == b and p.Name == y } }", true)]
    [InlineData("not any Parts as p { p.Size == 3 }", true)]
    [InlineData("Parts is not empty", true)]
    [InlineData("any in Tags", false)]
    public void Any_and_all_look_into_what_a_field_holds(string text, bool expected)
    {
        var (test, error) = FilterBinding.Bind(text, Parted);
        Assert.True(error is null, error);
        Assert.Equal(expected, test!(Web));
    }

    [Theory]
    [InlineData("any Name as n { n == a }", "'Name' holds one value: 'any' and 'all' need several")]
    [InlineData("any None as n { n == a }", "'None' is not a field of these entries")]
    [InlineData("any Parts as p { p == a }", "'p' is not a field of these entries")]
    [InlineData("any Parts as p { p.None == a }", "'p.None' is not a field of these entries")]
    [InlineData("any Tags as t t == a", "'{' is missing before 't' at 15")]
    [InlineData("any Tags as t { t == a", "'}' is missing before the end")]
    [InlineData("any Tags as t { any Tags as u { any Tags as v { v == a } } }", "must not nest 'any' and 'all' more than 2 deep")]
    public void Any_and_all_that_do_not_fit_are_errors(string text, string expected)
    {
        var (test, error) = FilterBinding.Bind(text, Parted);
        Assert.Null(test);
        Assert.Equal(expected, error);
    }

    private static readonly FilterSchema<Thing> Parted = new FilterSchema<Thing>()
        .Text("Name", t => t.Name)
        .List("Tags", t => t.Tags)
        .Map("Meta", t => ValueMap<string>.From(t.Meta))
        .Records(
            "Parts",
            _ => [new Part("x", 1), new Part("y", 2)],
            new FilterSchema<Part>().Text("Name", p => p.Name).Number("Size", p => p.Size),
            p => p.Name);

    private sealed record Part(string Name, int Size);

    private static readonly Gen<Thing> Things = Gen.Select(
        Gen.OneOf("", "a", "web", "8080"),
        Gen.OneOf("a", "b", "passing", "a b").Array[0, 3],
        Gen.Select(Gen.OneOf("a", "a b", "c"), Gen.OneOf("", "a", "b")).Array[0, 3],
        (name, tags, meta) => new Thing(
            name, tags, [.. meta.Select(m => KeyValuePair.Create(m.Item1, m.Item2))], 1, false, []));

    /// <summary>Spelled out case by case, from what each comparison is said to mean.</summary>
    private static bool Naive(FilterNode node, Thing thing) => node switch
    {
        FilterNode.And and => Naive(and.Left, thing) & Naive(and.Right, thing),
        FilterNode.Or or => Naive(or.Left, thing) | Naive(or.Right, thing),
        FilterNode.Not not => !Naive(not.Operand, thing),
        FilterNode.Match match => Naive(match, thing),
        _ => throw new InvalidOperationException(),
    };

    private static bool Naive(FilterNode.Match match, Thing thing)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in thing.Meta)
            meta[key] = value;
        switch (match.Selector[0])
        {
            case "Tags":
                return match.Operator switch
                {
                    FilterOperator.In => thing.Tags.Contains(match.Value),
                    FilterOperator.NotIn => !thing.Tags.Contains(match.Value),
                    FilterOperator.IsEmpty => thing.Tags.Length == 0,
                    _ => thing.Tags.Length > 0,
                };
            case "Meta" when match.Selector.Count == 1:
                return match.Operator switch
                {
                    FilterOperator.In => meta.ContainsKey(match.Value),
                    FilterOperator.NotIn => !meta.ContainsKey(match.Value),
                    FilterOperator.IsEmpty => meta.Count == 0,
                    _ => meta.Count > 0,
                };
            default:
                return Naive(match, match.Selector[0] == "Name" ? thing.Name : meta.GetValueOrDefault(match.Selector[1]));
        }
    }

    private static bool Naive(FilterNode.Match match, string? text) => match.Operator switch
    {
        FilterOperator.Equal => text is not null && text == match.Value,
        FilterOperator.NotEqual => text is null || text != match.Value,
        FilterOperator.In => text is not null && text.Contains(match.Value, StringComparison.Ordinal),
        FilterOperator.NotIn => text is null || !text.Contains(match.Value, StringComparison.Ordinal),
        FilterOperator.IsEmpty => text is null or "",
        FilterOperator.IsNotEmpty => text is { Length: > 0 },
        FilterOperator.Matches => text is not null && Regex.IsMatch(text, match.Value),
        _ => text is null || !Regex.IsMatch(text, match.Value),
    };

    /// <summary>Comparisons that a field does not allow, and patterns that are none.</summary>
    private static bool HasFault(FilterNode node) => node switch
    {
        FilterNode.And and => HasFault(and.Left) || HasFault(and.Right),
        FilterNode.Or or => HasFault(or.Left) || HasFault(or.Right),
        FilterNode.Not not => HasFault(not.Operand),
        FilterNode.Match match => HasFault(match),
        _ => throw new InvalidOperationException(),
    };

    private static bool HasFault(FilterNode.Match match)
    {
        var isText = match.Selector[0] == "Name" || match.Selector.Count == 2;
        if (match.Operator is not (FilterOperator.Matches or FilterOperator.NotMatches))
            return !isText && match.Operator is FilterOperator.Equal or FilterOperator.NotEqual && !isText;
        if (!isText)
            return true;
        try
        {
            _ = new Regex(match.Value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return false;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return true;
        }
    }

    private sealed record Thing(
        string Name, string[] Tags, KeyValuePair<string, string>[] Meta, int Port, bool Flag, string[] Checks)
    {
        public override string ToString() =>
            $"{Name} [{string.Join(',', Tags)}] {{{string.Join(',', Meta.Select(m => $"{m.Key}={m.Value}"))}}}";
    }
}
