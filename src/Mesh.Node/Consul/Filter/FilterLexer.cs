using System.Text;

namespace Mesh.Node.Consul.Filter;

/// <summary>Cuts a filter expression into tokens. Pure.</summary>
internal static class FilterLexer
{
    /// <summary>The tokens, ending with End; or what is wrong.</summary>
    public static (IReadOnlyList<FilterToken> Tokens, string? Error) Read(string text)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var (token, end, error) = Next(text, at);
            if (error is not null)
                return ([], error);
            tokens.Add(token);
            at = end;
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "", text.Length + 1));
        return (tokens, null);
    }

    private static (FilterToken Token, int End, string? Error) Next(string text, int at)
    {
        var c = text[at];
        if (c is '(' or ')' or '[' or ']' or '{' or '}' or ',')
            return (new FilterToken(FilterTokenKind.Sign, c.ToString(), at + 1), at + 1, null);
        if (c is '=' or '!')
        {
            return at + 1 < text.Length && text[at + 1] == '='
                ? (new FilterToken(FilterTokenKind.Sign, text.Substring(at, 2), at + 1), at + 2, null)
                : (default, at, $"'{c}' at {at + 1} must be followed by '='");
        }

        return c switch
        {
            '"' => Quoted(text, at),
            '`' => Raw(text, at),
            _ => Word(text, at),
        };
    }

    private static (FilterToken Token, int End, string? Error) Word(string text, int at)
    {
        var end = at;
        while (end < text.Length && IsOfWord(text[end]))
            end++;
        return end > at
            ? (new FilterToken(FilterTokenKind.Word, text[at..end], at + 1), end, null)
            : (default, at, $"'{text[at]}' at {at + 1} is not expected; put values with other characters in quotes");
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':';

    private static (FilterToken Token, int End, string? Error) Raw(string text, int at)
    {
        var end = text.IndexOf('`', at + 1);
        return end < 0
            ? (default, at, $"the text that begins at {at + 1} has no end")
            : (new FilterToken(FilterTokenKind.Quoted, text[(at + 1)..end], at + 1), end + 1, null);
    }

    private static (FilterToken Token, int End, string? Error) Quoted(string text, int at)
    {
        var value = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return (new FilterToken(FilterTokenKind.Quoted, value.ToString(), at + 1), i + 1, null);
            if (text[i] != '\\')
            {
                value.Append(text[i]);
                continue;
            }

            i++;
            if (i == text.Length)
                break;
            if (Unescape(text[i]) is not { } meant)
                return (default, at, $"'\\{text[i]}' at {i} is not an escape; known are \\\\ \\\" \\n \\r \\t");
            value.Append(meant);
        }

        return (default, at, $"the text that begins at {at + 1} has no end");
    }

    private static char? Unescape(char c) => c switch
    {
        '\\' or '"' => c,
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => null,
    };
}
