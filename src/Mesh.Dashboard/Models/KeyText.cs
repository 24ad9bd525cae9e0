using System.Text;
using Mesh.KeyValues;

namespace Mesh.Dashboard.Models;

/// <summary>
/// Keys as text that can be read, typed and put into an address, and that stands for exactly one key: bytes that are no text to be
/// seen are spelt as \x00, a backslash as two.
/// </summary>
internal static class KeyText
{
    public static string Of(Octets key)
    {
        var text = new StringBuilder(key.Length + 8);
        var rest = key.Span;
        while (!rest.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(rest, out var rune, out var length) is System.Buffers.OperationStatus.Done;
            if (isText && rune.Value == '\\')
                text.Append(@"\\");
            else if (isText && PrintableName.IsSeen(rune))
                text.Append(rune.ToString());
            else
                Spell(text, rest[..length]);
            rest = rest[length..];
        }

        return text.ToString();
    }

    /// <param name="error">For whoever typed it.</param>
    public static bool TryParse(string text, out Octets key, out string error)
    {
        (key, error) = (default, "");
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
            }
            else if (i + 1 < text.Length && text[i + 1] == '\\')
            {
                bytes.Add((byte)'\\');
                i++;
            }
            else if (i + 3 < text.Length && text[i + 1] == 'x' && char.IsAsciiHexDigit(text[i + 2]) && char.IsAsciiHexDigit(text[i + 3]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(i + 2, 2))[0]);
                i += 3;
            }
            else
            {
                error = @"after a backslash comes another one, or x and two hexadecimal digits";
                return false;
            }
        }

        key = Octets.Wrap([.. bytes]);
        return true;
    }

    private static void Spell(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
            text.Append(@"\x").Append(Convert.ToHexStringLower([one]));
    }
}
