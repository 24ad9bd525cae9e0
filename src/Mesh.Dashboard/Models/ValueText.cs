using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Mesh.KeyValues;

namespace Mesh.Dashboard.Models;

/// <summary>Values as text where they are such, otherwise byte by byte; of long ones the beginning.</summary>
internal static class ValueText
{
    /// <summary>Bytes of a value that are shown.</summary>
    public const int Most = 8_192;

    private const int MostInRow = 72;
    private const int BytesInLine = 16;

    /// <summary>Can it be read, and typed again as it is?</summary>
    public static bool IsText(Octets value) =>
        Utf8.IsValid(value.Span) && !Encoding.UTF8.GetString(value.Span).Any(static c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'));

    /// <summary>The beginning, in one line.</summary>
    public static string Brief(Octets value)
    {
        var shown = IsText(value) ? OneLine(Encoding.UTF8.GetString(value.Span)) : Convert.ToHexStringLower(value.Span[..Math.Min(value.Length, MostInRow)]);
        return shown.Length <= MostInRow ? shown : $"{Cut(shown, MostInRow)}…";
    }

    public static string Whole(Octets value, bool isHex)
    {
        var span = value.Span[..Math.Min(value.Length, Most)];
        return isHex || !IsText(value) ? Dump(span) : PrintableName.Lines(Encoding.UTF8.GetString(Complete(span)));
    }

    /// <summary>Bytes as hexadecimal digits, which may be spaced.</summary>
    public static bool TryParseHex(string text, out Octets value)
    {
        var digits = string.Concat(text.Where(static c => !char.IsWhiteSpace(c)));
        value = default;
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            return false;
        value = Octets.Wrap(Convert.FromHexString(digits));
        return true;
    }

    private static string OneLine(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = char.IsControl(from[i]) ? ' ' : from[i];
    });

    private static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>Without the part of a character at the end.</summary>
    private static ReadOnlySpan<byte> Complete(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && text.Length - end < 4 && !Utf8.IsValid(text[..end]))
            end--;
        return text[..end];
    }

    private static string Dump(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 5);
        for (var at = 0; at < bytes.Length; at += BytesInLine)
        {
            var line = bytes.Slice(at, Math.Min(BytesInLine, bytes.Length - at));
            text.Append(CultureInfo.InvariantCulture, $"{at:x6}  ");
            foreach (var one in line)
                text.Append(CultureInfo.InvariantCulture, $"{one:x2} ");
            text.Append(' ', ((BytesInLine - line.Length) * 3) + 1);
            foreach (var one in line)
                text.Append(one is >= 0x20 and < 0x7f ? (char)one : '.');
            text.Append('\n');
        }

        return text.ToString();
    }
}
