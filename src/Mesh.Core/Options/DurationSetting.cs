using System.Globalization;
using Mesh.Catalog;

namespace Mesh.Options;

/// <summary>Durations in a configuration: as everywhere, or "00:00:10", the form of .NET's own settings. Pure.</summary>
internal static class DurationSetting
{
    /// <param name="error">What is wrong, to be put after the key; empty when there is nothing.</param>
    public static bool TryParse(string? text, out TimeSpan value, out string error)
    {
        error = "";
        return (text?.Contains(':', StringComparison.Ordinal) is true
                && text.Length <= DurationText.MaxLength
                && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value)
                && value >= TimeSpan.Zero)
            || DurationText.TryParse(text, out value, out error);
    }
}
