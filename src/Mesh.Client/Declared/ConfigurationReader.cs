using System.Globalization;
using Mesh.Catalog;
using Mesh.Options;
using Microsoft.Extensions.Configuration;

namespace Mesh.Client.Declared;

/// <summary>
/// Reads values from a section and notes every fault with the full key, where the configuration binder would stop at
/// the first one and pass over keys that it does not know.
/// </summary>
internal sealed class ConfigurationReader(IConfigurationSection section, List<InvalidField> faults)
{
    private const int ShownLength = 64;

    /// <summary>Any other key is a fault: most likely a slip of the pen, which would go unnoticed.</summary>
    public void Allow(params string[] keys)
    {
        if (!string.IsNullOrEmpty(section.Value))
            Fault(section, $"must be a section with {string.Join(", ", keys)}");
        foreach (var child in section.GetChildren())
        {
            if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                Fault(child, $"is not known; known are {string.Join(", ", keys)}");
        }
    }

    public ConfigurationReader? Section(string key) =>
        section.GetSection(key) is var child && child.Exists() ? new ConfigurationReader(child, faults) : null;

    /// <summary>Null when it is left out or empty.</summary>
    public string? Text(string key)
    {
        var child = section.GetSection(key);
        if (child.GetChildren().Any())
            Fault(child, "must be one value, not a section");
        return string.IsNullOrEmpty(child.Value) ? null : child.Value;
    }

    public int? Whole(string key, int low, int high) =>
        Text(key) is { } text ? Whole(section.GetSection(key), text, low, high) : null;

    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (DurationSetting.TryParse(text, out var value, out var error))
            return value;
        Fault(section.GetSection(key), error);
        return null;
    }

    public ValueList<string> List(string key)
    {
        var child = section.GetSection(key);
        if (!string.IsNullOrEmpty(child.Value))
            Fault(child, "must be a list");
        return ValueList.From(Values(child).Select(v => v.Value));
    }

    public ValueMap<string> Map(string key) =>
        ValueMap<string>.From(Entries(key).Select(e => KeyValuePair.Create(e.Section.Key, e.Value)));

    public ValueMap<int> Numbers(string key, int low, int high)
    {
        var numbers = new List<KeyValuePair<string, int>>();
        foreach (var (child, text) in Entries(key))
        {
            if (Whole(child, text, low, high) is { } number)
                numbers.Add(KeyValuePair.Create(child.Key, number));
        }

        return ValueMap<int>.From(numbers);
    }

    private IEnumerable<(IConfigurationSection Section, string Value)> Entries(string key)
    {
        var child = section.GetSection(key);
        if (!string.IsNullOrEmpty(child.Value))
            Fault(child, "must be a map");
        return Values(child);
    }

    private IEnumerable<(IConfigurationSection Section, string Value)> Values(IConfigurationSection parent)
    {
        foreach (var child in parent.GetChildren())
        {
            if (child.Value is { } value)
                yield return (child, value);
            else
                Fault(child, "must be one value, not a section");
        }
    }

    private int? Whole(IConfigurationSection at, string text, int low, int high)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= low
            && value <= high)
        {
            return value;
        }

        Fault(at, $"must be a whole number, {low} to {high}");
        return null;
    }

    private void Fault(IConfigurationSection at, string bound)
    {
        var value = at.Value ?? "";
        faults.Add(new(at.Path, value.Length <= ShownLength ? value : value[..ShownLength] + "...", bound));
    }
}
