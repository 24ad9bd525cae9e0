using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Mesh.Catalog;

namespace Mesh.Options;

/// <summary>
/// Reads the value of an option as people write it, alike in files, environment and arguments, and gives it in the form
/// that the configuration binder takes. Pure.
/// </summary>
public static class OptionText
{
    private static readonly (string Word, string Unit)[] Words =
    [
        ("milliseconds", "ms"), ("millisecond", "ms"), ("millis", "ms"), ("seconds", "s"), ("second", "s"),
        ("minutes", "m"), ("minute", "m"), ("hours", "h"), ("hour", "h"),
    ];

    public static bool IsValue(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(bool) || plain == typeof(TimeSpan) || plain.IsEnum
            || plain == typeof(int) || plain == typeof(long) || plain == typeof(double);
    }

    /// <param name="property">Its annotations give the bound that an error names.</param>
    /// <param name="text">As it was written.</param>
    /// <param name="value">For the binder; empty stands for null.</param>
    /// <param name="bound">What would be right, to be put after key and value.</param>
    public static bool TryRead(Type type, PropertyInfo? property, string? text, out string value, out string bound)
    {
        ArgumentNullException.ThrowIfNull(type);
        value = text ?? "";
        bound = "";
        if (type == typeof(string))
            return true;
        var plain = Nullable.GetUnderlyingType(type);
        if (plain is not null && value is "" or "off" or "none")
        {
            value = "";
            return true;
        }

        plain ??= type;
        value = value.Trim();
        return plain == typeof(bool) ? TrySwitch(ref value, out bound)
            : plain == typeof(TimeSpan) ? TryDuration(ref value, property, out bound)
            : plain.IsEnum ? TryName(plain, ref value, out bound)
            : plain == typeof(double) ? TryNumber(value, out bound)
            : TryWhole(plain, property, ref value, out bound);
    }

    /// <summary>Is the value a whole number out of the bounds of its property? Then the bound is said as for one that is none.</summary>
    public static bool IsWholeBeyond(PropertyInfo? property, string value, out string bound)
    {
        bound = "";
        if (property?.GetCustomAttribute<RangeAttribute>() is not { OperandType: var type } range || type != typeof(int)
            || !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || range.IsValid(number))
        {
            return false;
        }

        bound = Whole(property);
        return true;
    }

    private static bool TrySwitch(ref string value, out string bound)
    {
        bool? read = value.ToUpperInvariant() switch
        {
            "TRUE" or "ON" or "YES" => true,
            "FALSE" or "OFF" or "NO" => false,
            _ => null,
        };
        bound = read is null ? "must be true or false (on, off, yes, no)" : "";
        value = read?.ToString() ?? value;
        return read is not null;
    }

    private static bool TryDuration(ref string value, PropertyInfo? property, out string bound)
    {
        if (DurationSetting.TryParse(Shortened(value), out var time, out bound))
        {
            value = time.ToString("c", CultureInfo.InvariantCulture);
            return true;
        }

        bound += Range(property, b => DurationText.Format(TimeSpan.Parse((string)b, CultureInfo.InvariantCulture)));
        return false;
    }

    /// <summary>"10 seconds" is "10s", and "2d" is "48h".</summary>
    private static string Shortened(string value)
    {
        var text = value.Replace(" ", "", StringComparison.Ordinal);
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (text[digits..] is "d" or "day" or "days" && int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var days))
            return string.Create(CultureInfo.InvariantCulture, $"{24L * days}h");
        var unit = Array.Find(Words, w => w.Word == text[digits..]).Unit;
        return unit is null ? text : text[..digits] + unit;
    }

    private static bool TryName(Type type, ref string value, out string bound)
    {
        var text = value;
        var name = Enum.GetNames(type).FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        bound = name is null ? $"must be {string.Join(" or ", Enum.GetNames(type).Select(n => n.ToLowerInvariant()))}" : "";
        value = name ?? value;
        return name is not null;
    }

    private static bool TryNumber(string value, out string bound)
    {
        bound = "must be a number";
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private static bool TryWhole(Type type, PropertyInfo? property, ref string value, out string bound)
    {
        bound = Whole(property);
        long read;
        if (IsSize(property) ? !SizeText.TryParse(value, out read)
            : !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out read))
        {
            return false;
        }

        value = read.ToString(CultureInfo.InvariantCulture);
        return type == typeof(long) || read is >= int.MinValue and <= int.MaxValue;
    }

    private static bool IsSize(PropertyInfo? property) => property?.GetCustomAttribute<ByteSizeAttribute>() is not null;

    private static string Whole(PropertyInfo? property) =>
        (IsSize(property) ? "must be a size in bytes such as 8388608 or 8MiB" : "must be a whole number")
        + Range(property, b => Convert.ToString(b, CultureInfo.InvariantCulture) ?? "");

    private static string Range(PropertyInfo? property, Func<object, string> text) =>
        property?.GetCustomAttribute<RangeAttribute>() is { } range ? $", {text(range.Minimum)} to {text(range.Maximum)}" : "";
}
