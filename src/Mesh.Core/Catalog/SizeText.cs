using System.Globalization;

namespace Mesh.Catalog;

/// <summary>Sizes in bytes as people write them: "8388608", "8388608b", "8MiB", "512k"; units as HOCON has them.</summary>
public static class SizeText
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("", 1), ("b", 1), ("B", 1), ("byte", 1), ("bytes", 1),
        ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("k", 1L << 10), ("K", 1L << 10), ("Ki", 1L << 10), ("KiB", 1L << 10),
        ("m", 1L << 20), ("M", 1L << 20), ("Mi", 1L << 20), ("MiB", 1L << 20),
        ("g", 1L << 30), ("G", 1L << 30), ("Gi", 1L << 30), ("GiB", 1L << 30),
    ];

    /// <summary>False: the text is no size, or one beyond 2^63.</summary>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        if (text is null)
            return false;
        var trimmed = text.AsSpan().Trim();
        var digits = 0;
        while (digits < trimmed.Length && char.IsAsciiDigit(trimmed[digits]))
            digits++;
        if (!long.TryParse(trimmed[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var unit = trimmed[digits..].Trim();
        foreach (var (name, size) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                bytes = unchecked(count * size);
                return count <= long.MaxValue / size;
            }
        }

        return false;
    }
}
