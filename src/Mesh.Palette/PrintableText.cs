using System.Globalization;
using System.Text;

namespace Mesh.Palette;

/// <summary>
/// Text that a registry holds, as it may stand on a terminal: whoever registers must not be able to colour, hide or move
/// what others read. Pure.
/// </summary>
public static class PrintableText
{
    /// <summary>The text with control characters, line ends and marks of direction spelt as \u001b.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsUnsafe) ? Spelt(text) : text;
    }

    private static string Spelt(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnsafe(c))
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                safe.Append(c);
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char c) => char.IsControl(c)
        || c is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
