using System.Globalization;
using System.Text;

namespace Mesh.Dashboard.Models;

/// <summary>
/// A text out of the registry as it may stand beside others: characters that are not seen, or that turn the direction of what follows, are
/// spelt, so that two names which differ look different.
/// </summary>
internal static class PrintableName
{
    public static string Of(string text) => Spell(text, IsHidden);

    /// <summary>The same for a text of several lines.</summary>
    public static string Lines(string text) => Spell(text, static c => c is not ('\n' or '\r' or '\t') && IsHidden(c));

    public static bool IsSeen(Rune rune) => !IsHidden(Rune.GetUnicodeCategory(rune));

    private static string Spell(string text, Func<char, bool> isHidden)
    {
        if (!text.Any(isHidden))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (isHidden(c))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                shown.Append(c);
        }

        return shown.ToString();
    }

    private static bool IsHidden(char c) => IsHidden(char.GetUnicodeCategory(c));

    private static bool IsHidden(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
