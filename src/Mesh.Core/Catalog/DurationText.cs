using System.Globalization;
using System.Text;

namespace Mesh.Catalog;

/// <summary>
/// Durations as people write them: "10s", "500ms", "1h2m3.5s" (units h, m, s, ms, us, ns), or "PT10S" as ISO 8601
/// has it, without years and months. Never negative. A bare number has no unit and is refused, except 0.
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
        error = "must be a duration such as 500ms, 10s, 1m30s or PT10S";
        return false;
    }

    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
            return false;
        if (text == "0")
            return true;
        return text[0] is 'P' or 'p' ? TryIso(text, out value)
            : TryUnits(text, out value);
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

    /// <summary>Weeks, days and a time; XML's reader takes years and months too, whose length nobody knows.</summary>
    private static bool TryIso(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var upper = text.ToUpperInvariant();
        var time = upper.IndexOf('T', StringComparison.Ordinal);
        var (days, rest) = time < 0 ? (upper[1..], "") : (upper[1..time], upper[(time + 1)..]);
        if ((days.Length == 0 && rest.Length == 0) || (time >= 0 && rest.Length == 0) || days.Any(c => !IsOf(c, "WD")) || rest.Any(c => !IsOf(c, "HMS"))
            || rest.Contains("MS", StringComparison.Ordinal))
            return false;
        // The units of a time are those that people write; a week and a day are hours.
        return TryIsoDays(days, out var whole) && (rest.Length == 0 || TryUnits(rest.ToLowerInvariant(), out value))
            && whole <= TimeSpan.MaxValue - value && (value += whole) >= TimeSpan.Zero;
    }

    private static bool IsOf(char c, string units) => char.IsAsciiDigit(c) || c == '.' || units.Contains(c, StringComparison.Ordinal);

    private static bool TryIsoDays(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        while (!text.IsEmpty)
        {
            var number = Span(text, char.IsAsciiDigit);
            if (number is 0 or > 5 || number == text.Length || text[number] == '.')
                return false;
            value += TimeSpan.FromDays(int.Parse(text[..number], CultureInfo.InvariantCulture) * (text[number] == 'W' ? 7 : 1));
            text = text[(number + 1)..];
        }

        return true;
    }

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
