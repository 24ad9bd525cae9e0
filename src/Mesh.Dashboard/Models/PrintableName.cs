using System.Globalization;
using System.Text;

namespace Mesh.Dashboard.Models;

/// <summary>
/// A text out of the registry as it may stand beside others: characters that are not seen, or that turn the direction of what follows, are
/// spelt, so that two names which differ look different.
/// </summary>
internal static class PrintableName
{
    public static string Of(string text)
    {
        if (!text.Any(IsHidden))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsHidden(c))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                shown.Append(c);
        }

        return shown.ToString();
    }

    private static bool IsHidden(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
