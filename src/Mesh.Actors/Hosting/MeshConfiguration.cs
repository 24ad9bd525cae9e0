using System.Collections;
using Mesh.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.Hosting;

/// <summary>
/// The section "Mesh" as it counts: settings files, over them the sources of the host's configuration, every key known
/// and every value in the form that the binder takes. Read once.
/// </summary>
internal sealed class MeshConfiguration
{
    private const string FilesKey = $"{OptionNames.Root}:{nameof(MeshOptions.HoconFiles)}";

    private MeshConfiguration(IConfigurationRoot root, IReadOnlyList<string> faults)
    {
        Root = root;
        Faults = faults;
    }

    /// <summary>Holds the section "Mesh" alone.</summary>
    public IConfigurationRoot Root { get; }

    /// <summary>Keys and values that cannot be, a line each.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <param name="files">Given in code; those that the configuration names come before them.</param>
    /// <exception cref="MeshHoconException">A file cannot be used; the message names file and key.</exception>
    public static MeshConfiguration Read(
        IEnumerable<OptionClass> classes, IConfiguration? configuration, IEnumerable<string> files)
    {
        var tree = OptionTree.Of(classes);
        var layers = new OptionLayers(tree);
        foreach (var file in FilesOf(configuration).Concat(files).Except(FilesAmongSources(configuration), StringComparer.Ordinal))
            layers.Add(SettingsFile.Read(file, tree));
        foreach (var layer in configuration is null ? [] : ConfigurationLayers.Of(configuration, OptionNames.Root))
            layers.Add(layer);
        layers.ReadSecrets();
        return new MeshConfiguration(new ConfigurationBuilder().AddInMemoryCollection(layers.Merged).Build(), layers.Faults);
    }

    /// <summary>The settings files that a configuration names.</summary>
    public static IReadOnlyList<string> FilesOf(IConfiguration? configuration) =>
        configuration?.GetSection(FilesKey).Get<string[]>() ?? [];

    /// <exception cref="OptionsValidationException">A key or a value cannot be; the message names both and the bound.</exception>
    public void Bind<TOptions>(TOptions options)
        where TOptions : class
    {
        var section = Root.GetSection(OptionClass.Of<TOptions>().Section);
        if (Faults.Count > 0)
            throw new OptionsValidationException(section.Path, typeof(TOptions), Faults);
        ClearGivenLists(options, section);
        section.Bind(options);
    }

    private static IEnumerable<string> FilesAmongSources(IConfiguration? configuration) =>
        (configuration as IConfigurationRoot)?.Providers.OfType<SettingsFileProvider>().Select(p => p.Path) ?? [];

    /// <summary>The binder adds to lists that code has filled before.</summary>
    private static void ClearGivenLists(object options, IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            var value = options.GetType().GetProperty(child.Key)?.GetValue(options);
            if (value is IList<string> list)
                list.Clear();
            else if (value is not (null or string or ValueType or IEnumerable))
                ClearGivenLists(value, child);
        }
    }
}
