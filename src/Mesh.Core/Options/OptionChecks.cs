using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Mesh.Options;

/// <summary>
/// Checks options against the annotations of their properties. Each fault names the key, the value and the bound,
/// which the messages of the annotations themselves do not.
/// </summary>
public static class OptionChecks
{
    /// <param name="options">Any options object; properties without annotations are not looked at.</param>
    /// <param name="section">The configuration section, for the key in the message.</param>
    public static IReadOnlyList<string> Check(object options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(options);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!IsValid(rule, value))
                    faults.Add($"{section}:{property.Name}: '{Text(value)}' {Bound(rule)}");
            }
        }

        return faults;
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
        RequiredAttribute => "is required",
        _ => rule.FormatErrorMessage("value"),
    };

    private static TimeSpan Time(object bound) => TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture);

    private static string Text(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
