using Mesh.Catalog;

namespace Mesh.Node.Consul.Filter;

/// <summary>
/// Parses the filter language of Consul's list requests: <c>==</c>, <c>!=</c>, <c>in</c>, <c>not in</c>,
/// <c>contains</c>, <c>not contains</c>, <c>is empty</c>, <c>is not empty</c>, <c>matches</c>, <c>not matches</c>,
/// joined by <c>and</c>, <c>or</c>, <c>not</c> and parentheses; <c>and</c> binds more tightly than <c>or</c>.
/// <c>any Tags as t { … }</c> and <c>all</c> look into what a field holds several of. Fields
/// are written <c>Service.Meta.version</c>, <c>Meta["a b"]</c> or <c>"/Meta/a b"</c>. Pure.
/// </summary>
internal sealed class FilterParser
{
    private readonly IReadOnlyList<FilterToken> _tokens;
    private int _at;
    private int _depth;
    private int _terms;
    private int _each;
    private string? _error;

    private FilterParser(IReadOnlyList<FilterToken> tokens) => _tokens = tokens;

    private FilterToken Here => _tokens[_at];

    /// <summary>The expression, or what is wrong with it.</summary>
    public static (FilterNode? Node, string? Error) Parse(string text)
    {
        if (text.Length > FilterLimits.Length)
            return (null, $"must have at most {FilterLimits.Length} characters, has {text.Length}");
        var (tokens, error) = FilterLexer.Read(text);
        if (error is not null)
            return (null, error);
        var parser = new FilterParser(tokens);
        var node = parser.Or();
        if (node is not null && parser.Here.Kind is not FilterTokenKind.End)
            node = parser.Fail($"{parser.Here} is not expected");
        return node is null ? (null, parser._error) : (node, null);
    }

    private FilterNode? Or()
    {
        var left = And();
        while (left is not null && TakeWord("or"))
            left = And() is { } right ? new FilterNode.Or(left, right) : null;
        return left;
    }

    private FilterNode? And()
    {
        var left = Not();
        while (left is not null && TakeWord("and"))
            left = Not() is { } right ? new FilterNode.And(left, right) : null;
        return left;
    }

    private FilterNode? Not()
    {
        if (!TakeWord("not"))
            return Group();
        return Nested(() => Not() is { } operand ? new FilterNode.Not(operand) : null);
    }

    private FilterNode? Group()
    {
        if (!TakeSign("("))
            return Each() ?? (_error is null ? Comparison() : null);
        return Nested(() =>
        {
            if (Or() is not { } inner)
                return null;
            return TakeSign(")") ? inner : Fail($"')' is missing before {Here}");
        });
    }

    /// <summary>Null without an error: it is none. "any" and "all" may be values too, or fields.</summary>
    private FilterNode? Each()
    {
        var start = _at;
        var isAll = Here.IsWord("all");
        if (!(isAll || Here.IsWord("any")) || _tokens[_at + 1].Kind is FilterTokenKind.End)
            return null;
        _at++;
        if (Selector() is not { } selector || !TakeWord("as"))
        {
            (_at, _error) = (start, null);
            return null;
        }

        return Nested(() =>
        {
            if (Name() is not { } first)
                return null;
            var second = "";
            if (TakeSign(","))
            {
                if (Name() is not { } name)
                    return null;
                second = name;
            }

            if (!TakeSign("{"))
                return Fail($"'{{' is missing before {Here}");
            if (++_each > FilterLimits.Each)
                return Fail($"must not nest 'any' and 'all' more than {FilterLimits.Each} deep");
            if (Or() is not { } body)
                return null;
            _each--;
            return TakeSign("}") ? new FilterNode.Each(isAll, selector, first, second, body) : Fail($"'}}' is missing before {Here}");
        });
    }

    private string? Name()
    {
        if (Here.Kind is FilterTokenKind.Word && !Here.Text.Contains('.', StringComparison.Ordinal))
            return _tokens[_at++].Text;
        Fail($"a name must stand where {Here} is");
        return null;
    }

    private FilterNode? Nested(Func<FilterNode?> parse)
    {
        if (++_depth > FilterLimits.Depth)
            return Fail($"must not nest more than {FilterLimits.Depth} deep");
        var node = parse();
        _depth--;
        return node;
    }

    private FilterNode? Comparison()
    {
        if (++_terms > FilterLimits.Terms)
            return Fail($"must have at most {FilterLimits.Terms} comparisons");
        var first = Here;
        if (first.Kind is not (FilterTokenKind.Word or FilterTokenKind.Quoted))
            return Fail($"a field or a value must stand where {first} is");
        // A value stands before "in"; a field stands before everything else.
        var isPlain = _tokens[_at + 1] is not { Kind: FilterTokenKind.Sign, Text: "[" };
        if (isPlain && IsIn(_at + 1, out var negated))
        {
            _at += negated ? 3 : 2;
            return Selector() is { } list
                ? new FilterNode.Match(list, negated ? FilterOperator.NotIn : FilterOperator.In, first.Text)
                : null;
        }

        return Selector() is { } selector ? Comparison(selector) : null;
    }

    private bool IsIn(int at, out bool negated)
    {
        negated = _tokens[at].IsWord("not") && _tokens[at + 1].IsWord("in");
        return negated || _tokens[at].IsWord("in");
    }

    private FilterNode? Comparison(ValueList<string> selector)
    {
        if (TakeWord("is"))
        {
            var negated = TakeWord("not");
            return TakeWord("empty")
                ? new FilterNode.Match(selector, negated ? FilterOperator.IsNotEmpty : FilterOperator.IsEmpty, "")
                : Fail($"'empty' must stand where {Here} is");
        }

        FilterOperator? comparison =
            TakeSign("==") ? FilterOperator.Equal
            : TakeSign("!=") ? FilterOperator.NotEqual
            : TakeWord("contains") ? FilterOperator.In
            : TakeWord("matches") ? FilterOperator.Matches
            : !TakeWord("not") ? null
            : TakeWord("contains") ? FilterOperator.NotIn
            : TakeWord("matches") ? FilterOperator.NotMatches
            : null;
        if (comparison is null)
            return Fail($"a comparison must stand where {Here} is");
        if (Here.Kind is not (FilterTokenKind.Word or FilterTokenKind.Quoted))
            return Fail($"a value must stand where {Here} is");
        return new FilterNode.Match(selector, comparison.Value, _tokens[_at++].Text);
    }

    private ValueList<string>? Selector()
    {
        var first = Here;
        List<string> path = first.Kind switch
        {
            FilterTokenKind.Word => [.. first.Text.Split('.')],
            // A JSON pointer (RFC 6901).
            FilterTokenKind.Quoted when first.Text.StartsWith('/') =>
                [.. first.Text[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))],
            _ => [],
        };
        if (path.Count == 0 || path.Contains(""))
        {
            Fail($"a field must stand where {first} is");
            return null;
        }

        _at++;
        while (TakeSign("["))
        {
            if (Here.Kind is not FilterTokenKind.Quoted)
            {
                Fail($"a key in quotes must stand where {Here} is");
                return null;
            }

            path.Add(_tokens[_at++].Text);
            if (!TakeSign("]"))
            {
                Fail($"']' is missing before {Here}");
                return null;
            }
        }

        return ValueList.From(path);
    }

    private bool TakeWord(string word) => Take(Here.IsWord(word));

    private bool TakeSign(string sign) => Take(Here.Kind is FilterTokenKind.Sign && Here.Text == sign);

    private bool Take(bool isThere)
    {
        if (isThere)
            _at++;
        return isThere;
    }

    private FilterNode? Fail(string error)
    {
        _error ??= error;
        return null;
    }
}
