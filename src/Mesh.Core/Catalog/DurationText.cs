using System.Globalization;
using System.Text;

namespace Mesh.Catalog;

/// <summary>
/// Durations as people write them: "10s", "500ms", "1h2m3.5s" (units h, m, s, ms, us, ns) or "00:00:10". Never
/// negative. A bare number has no unit and is refused, except 0.
/// </summary>
public static class DurationText
{
    public const int MaxLength = 64;

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("µs", TimeSpan.TicksPerMicrosecond),
    ];

    /// <param name="error">What is wrong, to be put after the field's name; empty when there is nothing.</param>
    public static bool TryParse(string? text, out TimeSpan value, out string error)
    {
        error = "";
        if (TryParse(text, out value))
            return true;
        error = "must be a duration such as 500ms, 10s, 1m30s or 00:00:10";
        return false;
    }

    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
            return false;
        if (text == "0")
            return true;
        return text.Contains(':', StringComparison.Ordinal) ? TryClock(text, out value) : TryUnits(text, out value);
    }

    /// <summary>The shortest form that reads back as the same value, such as "1m30s".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        if (value < TimeSpan.FromSeconds(1))
            return FormatBelowSecond(value.Ticks);
        var text = new StringBuilder();
        var hours = value.Ticks / TimeSpan.TicksPerHour;
        if (hours > 0)
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        if (value.Minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{value.Minutes}m");
        var seconds = value.Ticks % TimeSpan.TicksPerMinute;
        if (seconds > 0)
            text.Append(Number(seconds, TimeSpan.TicksPerSecond)).Append('s');
        return text.ToString();
    }

    private static string FormatBelowSecond(long ticks) => ticks switch
    {
        0 => "0s",
        < TimeSpan.TicksPerMillisecond => Number(ticks, TimeSpan.TicksPerMicrosecond) + "us",
        _ => Number(ticks, TimeSpan.TicksPerMillisecond) + "ms",
    };

    private static string Number(long ticks, long unit) =>
        ((decimal)ticks / unit).ToString("0.#######", CultureInfo.InvariantCulture);

    private static bool TryClock(string text, out TimeSpan value) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) && value >= TimeSpan.Zero;

    private static bool TryUnits(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var ticks = 0m;
        while (!text.IsEmpty)
        {
            var number = Span(text, static c => char.IsAsciiDigit(c) || c == '.');
            var unit = Span(text[number..], static c => !char.IsAsciiDigit(c) && c != '.');
            if (!TryPart(text[..number], text.Slice(number, unit), out var part))
                return false;
            ticks += part;
            if (ticks > TimeSpan.MaxValue.Ticks)
                return false;
            text = text[(number + unit)..];
        }

        value = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    private static int Span(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
            length++;
        return length;
    }

    private static bool TryPart(ReadOnlySpan<char> number, ReadOnlySpan<char> unit, out decimal ticks)
    {
        ticks = 0;
        // The bound keeps the product with the largest unit within decimal.
        if (number.Length > 20
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > 1e15m)
        {
            return false;
        }

        if (unit is "ns")
        {
            ticks = count / TimeSpan.NanosecondsPerTick;
            return true;
        }

        foreach (var (name, length) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                ticks = count * length;
                return true;
            }
        }

        return false;
    }
}
