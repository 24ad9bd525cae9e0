using Mesh.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.Hosting;

/// <summary>
/// Fills options from their section of the configuration and, below it in rank, from the section "mesh" of settings
/// files. A list counts as one value: seeds in the environment replace those of a file.
/// </summary>
internal static class OptionsBinding
{
    private const string FilesKey = $"Mesh:{nameof(MeshOptions.HoconFiles)}";

    /// <param name="section">Where the options stand in the configuration, such as "Mesh".</param>
    /// <param name="files">Files given in code; those that the configuration names come before them.</param>
    /// <exception cref="OptionsValidationException">A value is of the wrong kind; the message names key and value.</exception>
    /// <exception cref="MeshHoconException">A file cannot be used; the message names file and key.</exception>
    public static void Bind<TOptions>(TOptions options, string section, IConfiguration? configuration, IEnumerable<string> files)
        where TOptions : class
    {
        foreach (var file in (configuration?.GetSection(FilesKey).Get<string[]>() ?? []).Concat(files))
        {
            var read = new ConfigurationBuilder().AddInMemoryCollection(MeshHoconFile.ReadOptions(file)).Build();
            Bind(options, read.GetSection(section));
        }

        if (configuration is not null)
            Bind(options, configuration.GetSection(section));
    }

    private static void Bind<TOptions>(TOptions options, IConfigurationSection section)
        where TOptions : class
    {
        ClearGivenLists(options, section);
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException trouble)
        {
            // Its text names the key, the value and the type; as a fault of the options it stops the start in one line.
            throw new OptionsValidationException(section.Path, typeof(TOptions), [trouble.Message]);
        }
    }

    private static void ClearGivenLists(object options, IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            var value = options.GetType().GetProperties()
                .FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))?.GetValue(options);
            if (value is IList<string> list)
                list.Clear();
            else if (value is not (null or string or ValueType or System.Collections.IEnumerable))
                ClearGivenLists(value, child);
        }
    }
}
