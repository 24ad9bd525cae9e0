using System.Text;

namespace Mesh.Catalog;

/// <summary>
/// Is a text Unicode, so that it has one form in UTF-8? An unpaired surrogate has none: replicas would see another
/// character than the owner and never agree on the bytes.
/// </summary>
internal static class UnicodeText
{
    public const string Bound = "must be Unicode without unpaired surrogates";

    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var surrogate = text.IndexOfAnyInRange('\ud800', '\udfff');
        while (surrogate >= 0)
        {
            if (!Rune.TryCreate(text[surrogate], surrogate + 1 < text.Length ? text[surrogate + 1] : '\0', out _))
                return false;
            text = text[(surrogate + 2)..];
            surrogate = text.IndexOfAnyInRange('\ud800', '\udfff');
        }

        return true;
    }
}
