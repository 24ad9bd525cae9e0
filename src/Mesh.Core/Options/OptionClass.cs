using System.Reflection;

namespace Mesh.Options;

/// <summary>A class of options: where it stands in the configuration and which program has it.</summary>
/// <param name="Section">Such as "Mesh:Consul".</param>
/// <param name="Type">Its properties are the keys.</param>
/// <param name="IsNodeOnly">Only a stand-alone node has it.</param>
/// <param name="IsList">The section is a list, or a map, of such objects.</param>
public sealed record OptionClass(string Section, Type Type, bool IsNodeOnly, bool IsList)
{
    /// <exception cref="ArgumentException">The class bears no <see cref="OptionSectionAttribute"/>.</exception>
    public static OptionClass Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var place = type.GetCustomAttribute<OptionSectionAttribute>()
            ?? throw new ArgumentException($"{type} does not say its section; give it [OptionSection]", nameof(type));
        return new OptionClass(place.Section, type, place.IsNodeOnly, place.IsList);
    }

    public static OptionClass Of<TOptions>() => Of(typeof(TOptions));
}
