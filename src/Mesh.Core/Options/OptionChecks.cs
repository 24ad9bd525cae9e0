using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Mesh.Options;

/// <summary>
/// Checks options against the annotations of their properties, and those of the options below them. Each fault names the
/// key, the value and the bound, which the messages of the annotations themselves do not.
/// </summary>
public static class OptionChecks
{
    /// <param name="options">Any options object; properties without annotations are not looked at.</param>
    /// <param name="section">The configuration section, for the key in the message.</param>
    public static IReadOnlyList<string> Check(object options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        Check(options, section, faults);
        return faults;
    }

    private static void Check(object options, string section, List<string> faults)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{section}:{property.Name}";
            var value = property.GetValue(options);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(r => !IsValid(r, value)))
                faults.Add(Fault(key, property, value, rule));
            CheckBelow(value, key, faults);
        }
    }

    private static void CheckBelow(object? value, string key, List<string> faults)
    {
        if (IsOptions(value))
            Check(value!, key, faults);
        else if (value is IEnumerable and not string)
        {
            foreach (var (i, item) in ((IEnumerable)value).Cast<object>().Index().Where(x => IsOptions(x.Item)))
                Check(item, $"{key}:{i}", faults);
        }
    }

    private static bool IsOptions(object? value) =>
        value?.GetType() is { IsClass: true } type && type.Name.EndsWith("Options", StringComparison.Ordinal);

    private static string Fault(string key, PropertyInfo property, object? value, ValidationAttribute rule)
    {
        // A secret is not repeated in a message.
        if (property.GetCustomAttribute<SecretAttribute>() is not null)
            return $"{key}: has {Text(value).Length} characters, it {Bound(rule)}";
        return $"{key}: '{Text(value)}' {Bound(rule)}";
    }

    private static bool IsValid(ValidationAttribute rule, object? value) => rule switch
    {
        RangeAttribute { OperandType: var type } range when type == typeof(TimeSpan) =>
            value is TimeSpan time && time >= Time(range.Minimum) && time <= Time(range.Maximum),
        _ => rule.IsValid(value),
    };

    private static string Bound(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"must be {range.Minimum} to {range.Maximum}"),
        StringLengthAttribute { MinimumLength: 0 } length => $"must have at most {length.MaximumLength} characters",
        StringLengthAttribute length => $"must have {length.MinimumLength} to {length.MaximumLength} characters",
        MaxLengthAttribute items => $"must have at most {items.Length} entries",
        RequiredAttribute => "is required",
        BoundAttribute bound => bound.Text,
        _ => rule.FormatErrorMessage("value"),
    };

    private static TimeSpan Time(object bound) => TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture);

    private static string Text(object? value)
    {
        var text = value is ICollection list
            ? $"{list.Count} entries"
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
